-- old
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id int, x e DEFAULT 'a', l e[] DEFAULT '{b}');
-- new
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int, x e DEFAULT 'a', l e[] DEFAULT '{b}');
-- rows
INSERT INTO t VALUES (1, 'a', '{b}'), (2, 'b', '{a,b}');
-- query
SELECT id, x, l FROM t ORDER BY id

-- up
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_e', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.e')), false);
ALTER TABLE public.t ALTER COLUMN l DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN x DROP DEFAULT;
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.e OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_e', true), ''), current_user)); END $owner$;
CREATE CAST (public.e__old AS public.e) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN l TYPE public.e[] USING l::public.e[];
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::public.e;
ALTER TABLE public.t ALTER COLUMN l SET DEFAULT '{b}'::public.e[];
ALTER TABLE public.t ALTER COLUMN x SET DEFAULT 'a'::public.e;
DROP CAST (public.e__old AS public.e);
DROP TYPE public.e__old;
COMMIT;

-- hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TYPE public.e ADD VALUE 'c' AFTER 'b';
