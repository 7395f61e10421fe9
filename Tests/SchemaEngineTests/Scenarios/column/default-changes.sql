-- old
CREATE TABLE t (a timestamptz DEFAULT now());
-- new
CREATE TABLE t (a timestamptz DEFAULT clock_timestamp());

-- up
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT clock_timestamp();

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT now();

-- down locks
--   public.t: ACCESS EXCLUSIVE
