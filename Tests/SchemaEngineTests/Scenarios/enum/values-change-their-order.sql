-- The order of labels decides how rows sort.
-- old
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int, x e);
-- new
CREATE TYPE e AS ENUM ('b', 'a');
CREATE TABLE t (id int, x e);
-- rows
INSERT INTO t VALUES (1, 'a'), (2, 'b');
-- query
SELECT id, x::text FROM t ORDER BY id

-- up
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_e', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.e')), false);
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('b', 'a');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.e OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_e', true), ''), current_user)); END $owner$;
CREATE CAST (public.e__old AS public.e) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::public.e;
DROP CAST (public.e__old AS public.e);
DROP TYPE public.e__old;
COMMIT;

-- hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_e', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.e')), false);
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.e OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_e', true), ''), current_user)); END $owner$;
CREATE CAST (public.e__old AS public.e) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::public.e;
DROP CAST (public.e__old AS public.e);
DROP TYPE public.e__old;
COMMIT;

-- down hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
