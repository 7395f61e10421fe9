-- common
CREATE TYPE e AS ENUM ('x', 'y');
-- old
CREATE TABLE t (a text DEFAULT 'x');
-- new
CREATE TABLE t (a e DEFAULT 'x');
-- rows
INSERT INTO t VALUES ('y');
-- query
SELECT a FROM t

-- up
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE public.e USING a::public.e;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::public.e;
COMMIT;

-- hazards
--   change the type of column public.t.a to public.e: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE text;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::text;
COMMIT;

-- down hazards
--   change the type of column public.t.a to text: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
