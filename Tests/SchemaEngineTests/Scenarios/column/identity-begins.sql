-- old
CREATE TABLE t (a int NOT NULL, b int);
-- new
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b int);
-- rows
INSERT INTO t VALUES (7, 1);
-- query
SELECT a, b FROM t

-- up
BEGIN;
ALTER TABLE public.t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.t', 'a'), max(a)) FROM public.t HAVING max(a) BETWEEN 1 AND 2147483647;
COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a DROP IDENTITY;

-- down locks
--   public.t: ACCESS EXCLUSIVE
