-- old
CREATE TYPE c AS (a int);
CREATE TABLE t (id int, x c);
-- new
CREATE TYPE c AS (a int, b text);
CREATE TABLE t (id int, x c);
-- rows
INSERT INTO t VALUES (1, ROW(5));
-- query
SELECT id, (x).a FROM t

-- up
ALTER TYPE public.c ADD ATTRIBUTE b text;

-- down
ALTER TYPE public.c DROP ATTRIBUTE b;

-- down hazards
--   alter composite type public.c: data loss
