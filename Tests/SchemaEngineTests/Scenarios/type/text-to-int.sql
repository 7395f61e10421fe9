-- old
CREATE TABLE t (a text DEFAULT '1');
-- new
CREATE TABLE t (a int DEFAULT 1);
-- rows
INSERT INTO t VALUES ('12');
-- query
SELECT a FROM t

-- up
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 1;
COMMIT;

-- hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE text;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT '1'::text;
COMMIT;

-- down hazards
--   change the type of column public.t.a to text: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
