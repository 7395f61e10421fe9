-- PostgreSQL keeps the default in the catalog: no rewrite.
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int, b text NOT NULL DEFAULT 'x');
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD COLUMN b text NOT NULL DEFAULT 'x'::text;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP COLUMN b;

-- down hazards
--   drop column public.t.b: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
