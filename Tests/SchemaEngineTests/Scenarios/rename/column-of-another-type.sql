-- old
CREATE TABLE t (id int, n int);
-- new
CREATE TABLE t (id int, m bigint);
-- rename
column public.t.n to m
-- rows
INSERT INTO t VALUES (1, 7);
-- query
SELECT t::text FROM t

-- up
ALTER TABLE public.t RENAME COLUMN n TO m;

ALTER TABLE public.t ALTER COLUMN m TYPE bigint;

-- hazards
--   change the type of column public.t.m to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN m TYPE integer;

ALTER TABLE public.t RENAME COLUMN m TO n;

-- down hazards
--   change the type of column public.t.m to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
