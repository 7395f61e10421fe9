-- old
CREATE TABLE t (a text);
-- new
CREATE TABLE t (a text COMPRESSION pglz);

-- up
ALTER TABLE public.t ALTER COLUMN a SET COMPRESSION pglz;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a SET COMPRESSION DEFAULT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
