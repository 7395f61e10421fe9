-- old
CREATE TABLE t (a int[] DEFAULT '{}');
-- new
CREATE TABLE t (a bigint[] DEFAULT '{}');
-- rows
INSERT INTO t VALUES ('{1,2}');
-- query
SELECT a FROM t

-- up
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint[];
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT '{}'::bigint[];
COMMIT;

-- hazards
--   change the type of column public.t.a to bigint[]: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE integer[];
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT '{}'::integer[];
COMMIT;

-- down hazards
--   change the type of column public.t.a to integer[]: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
