-- old
CREATE TABLE t (a json DEFAULT '{}');
-- new
CREATE TABLE t (a jsonb DEFAULT '{}');
-- rows
INSERT INTO t VALUES ('{"a": 1}');
-- query
SELECT a->>'a' FROM t

-- up
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE jsonb;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT '{}'::jsonb;
COMMIT;

-- hazards
--   change the type of column public.t.a to jsonb: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE json;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT '{}'::json;
COMMIT;

-- down hazards
--   change the type of column public.t.a to json: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
