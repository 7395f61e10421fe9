-- common
CREATE TYPE a AS ENUM ('x', 'y');
CREATE TYPE b AS ENUM ('x', 'y', 'z');
-- old
CREATE TABLE t (c a DEFAULT 'x');
-- new
CREATE TABLE t (c b DEFAULT 'x');
-- rows
INSERT INTO t VALUES ('y');
-- query
SELECT c FROM t

-- up
BEGIN;
ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN c TYPE public.b USING c::text::public.b;
ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'x'::public.b;
COMMIT;

-- hazards
--   change the type of column public.t.c to public.b: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN c TYPE public.a USING c::text::public.a;
ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'x'::public.a;
COMMIT;

-- down hazards
--   change the type of column public.t.c to public.a: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
