-- old
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE FUNCTION f(e) RETURNS e LANGUAGE sql IMMUTABLE RETURN $1;
CREATE VIEW v AS SELECT f('a') AS x;
-- new
CREATE TYPE e AS ENUM ('a', 'b');
CREATE FUNCTION f(e) RETURNS e LANGUAGE sql IMMUTABLE RETURN $1;
CREATE VIEW v AS SELECT f('a') AS x;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28_public_2e_e_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f(public.e)')), false);
DROP FUNCTION public.f(public.e);

SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_e', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.e')), false);
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.e OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_e', true), ''), current_user)); END $owner$;
CREATE CAST (public.e__old AS public.e) WITH INOUT;
DROP CAST (public.e__old AS public.e);
DROP TYPE public.e__old;

CREATE FUNCTION public.f(public.e)
RETURNS public.e
LANGUAGE sql
IMMUTABLE
RETURN $1;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f(public.e) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28_public_2e_e_29_', true), ''), current_user)); END $owner$;

CREATE VIEW public.v AS
 SELECT public.f('a'::public.e) AS x;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER TYPE public.e ADD VALUE 'c' AFTER 'b';
