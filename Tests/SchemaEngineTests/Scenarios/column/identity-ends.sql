-- old
CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, b text);
-- new
CREATE TABLE t (id int NOT NULL, b text);
-- rows
INSERT INTO t (b) VALUES ('x'), ('y');
-- query
SELECT id, b FROM t ORDER BY id

-- up
ALTER TABLE public.t ALTER COLUMN id DROP IDENTITY;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.t', 'id'), max(id)) FROM public.t HAVING max(id) BETWEEN 1 AND 2147483647;
COMMIT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
