-- old
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED);
-- new
CREATE TABLE t (a bigint, b int GENERATED ALWAYS AS (a) STORED);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a, b FROM t

-- up
BEGIN;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (a) STORED;

COMMIT;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table
--   add column public.t.b: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ALTER COLUMN a TYPE integer;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (a) STORED;

COMMIT;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table
--   add column public.t.b: rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
