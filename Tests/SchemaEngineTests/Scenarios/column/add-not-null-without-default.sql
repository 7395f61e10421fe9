-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int, b int NOT NULL);

-- up
ALTER TABLE public.t ADD COLUMN b integer NOT NULL;

-- hazards
--   add column public.t.b: may fail on existing data

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP COLUMN b;

-- down hazards
--   drop column public.t.b: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
