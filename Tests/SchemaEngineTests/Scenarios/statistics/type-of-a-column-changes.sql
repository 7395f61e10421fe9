-- PostgreSQL keeps the object; only expressions stand in the way.
-- old
CREATE TABLE t (a int, b int);
CREATE STATISTICS s (ndistinct) ON a, b FROM t;
CREATE STATISTICS e ON (a + 1) FROM t;
-- new
CREATE TABLE t (a bigint, b int);
CREATE STATISTICS s (ndistinct) ON a, b FROM t;
CREATE STATISTICS e ON (a + 1) FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
