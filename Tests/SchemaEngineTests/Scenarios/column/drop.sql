-- old
CREATE TABLE t (a int, b int);
-- new
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t DROP COLUMN b;

-- hazards
--   drop column public.t.b: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD COLUMN b integer;

-- down locks
--   public.t: ACCESS EXCLUSIVE
