-- old
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE PUBLICATION p FOR TABLE t WHERE (a > 1);
-- new
CREATE TABLE t (a bigint PRIMARY KEY, b int);
CREATE PUBLICATION p FOR TABLE t WHERE (a > 1);
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a, b FROM t

-- up
BEGIN;

ALTER PUBLICATION p DROP TABLE public.t;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

ALTER PUBLICATION p ADD TABLE public.t WHERE ((a > 1));

COMMIT;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER PUBLICATION p DROP TABLE public.t;

ALTER TABLE public.t ALTER COLUMN a TYPE integer;

ALTER PUBLICATION p ADD TABLE public.t WHERE ((a > 1));

COMMIT;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
