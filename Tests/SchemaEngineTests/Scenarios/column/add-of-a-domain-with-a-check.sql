-- common
CREATE DOMAIN d AS int CHECK (VALUE > 0);
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int, b d);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD COLUMN b public.d;

-- hazards
--   add column public.t.b: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP COLUMN b;

-- down hazards
--   drop column public.t.b: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
