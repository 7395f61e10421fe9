-- common
CREATE TYPE c AS (a int, b text);
-- old
CREATE TABLE t (a int, b text);
-- new
CREATE TABLE t OF c;
-- rows
INSERT INTO t VALUES (1, 'x');
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t OF public.c;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t NOT OF;

-- down locks
--   public.t: ACCESS EXCLUSIVE
