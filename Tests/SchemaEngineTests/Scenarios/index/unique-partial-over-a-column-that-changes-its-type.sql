-- old
CREATE TABLE t (a int, b int);
CREATE UNIQUE INDEX i ON t (a) WHERE b > 0;
-- new
CREATE TABLE t (a bigint, b bigint);
CREATE UNIQUE INDEX i ON t (a) WHERE b > 0;
-- rows
INSERT INTO t VALUES (1, 1), (2, 2);
-- query
SELECT a, b FROM t ORDER BY a

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

ALTER TABLE public.t ALTER COLUMN b TYPE bigint;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table
--   change the type of column public.t.b to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

ALTER TABLE public.t ALTER COLUMN b TYPE integer;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.b to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
