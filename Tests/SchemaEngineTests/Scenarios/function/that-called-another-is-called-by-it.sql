-- old
CREATE FUNCTION b() RETURNS int LANGUAGE sql RETURN 1;
CREATE FUNCTION a() RETURNS int LANGUAGE sql RETURN b() + 1;
CREATE VIEW v AS SELECT a() AS x;
-- new
CREATE FUNCTION a(n int DEFAULT 3) RETURNS int LANGUAGE sql RETURN n;
CREATE FUNCTION b() RETURNS bigint LANGUAGE sql RETURN a();
CREATE VIEW v AS SELECT b() AS x;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

DROP FUNCTION public.a();

CREATE FUNCTION public.a(n integer DEFAULT 3)
RETURNS integer
LANGUAGE sql
RETURN n;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_b_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.b()')), false);
DROP FUNCTION public.b();

CREATE FUNCTION public.b()
RETURNS bigint
LANGUAGE sql
RETURN public.a();
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.b() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_b_28__29_', true), ''), current_user)); END $owner$;

CREATE VIEW public.v AS
 SELECT public.b() AS x;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_b_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.b()')), false);
DROP FUNCTION public.b();

CREATE FUNCTION public.b()
RETURNS integer
LANGUAGE sql
RETURN 1;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.b() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_b_28__29_', true), ''), current_user)); END $owner$;

DROP FUNCTION public.a(integer);

CREATE FUNCTION public.a()
RETURNS integer
LANGUAGE sql
RETURN (public.b() + 1);

CREATE VIEW public.v AS
 SELECT public.a() AS x;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
