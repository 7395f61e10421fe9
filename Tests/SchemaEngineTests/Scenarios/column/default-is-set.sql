-- old
CREATE TABLE t (a int, b int);
-- new
CREATE TABLE t (a int, b int DEFAULT 5);
-- rows
INSERT INTO t (a) VALUES (1);
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 5;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN b DROP DEFAULT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
