-- Columns are compared by name: nothing but the new one is added.
-- old
CREATE TABLE t (a int, b int);
-- new
CREATE TABLE t (c int, b int, a int);
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t ADD COLUMN c integer;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP COLUMN c;

-- down hazards
--   drop column public.t.c: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
