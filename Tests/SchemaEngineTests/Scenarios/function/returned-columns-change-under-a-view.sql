-- old
CREATE FUNCTION f() RETURNS TABLE (a int) LANGUAGE sql STABLE AS 'SELECT 1';
CREATE VIEW v AS SELECT a FROM f();
COMMENT ON FUNCTION f() IS 'kept';
REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
-- new
CREATE FUNCTION f() RETURNS TABLE (a int, b int) LANGUAGE sql STABLE AS 'SELECT 1, 2';
CREATE VIEW v AS SELECT a FROM f();
COMMENT ON FUNCTION f() IS 'kept';
REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f()')), false);
DROP FUNCTION public.f();

CREATE FUNCTION public.f()
RETURNS TABLE(a integer, b integer)
LANGUAGE sql
STABLE
AS $function$SELECT 1, 2$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28__29_', true), ''), current_user)); END $owner$;

REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;

COMMENT ON FUNCTION public.f() IS 'kept';

CREATE VIEW public.v AS
 SELECT a
   FROM public.f() f(a, b);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f()')), false);
DROP FUNCTION public.f();

CREATE FUNCTION public.f()
RETURNS TABLE(a integer, b integer)
LANGUAGE sql
STABLE
AS $function$SELECT 1, 2$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28__29_', true), ''), current_user)); END $owner$;

REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;

COMMENT ON FUNCTION public.f() IS 'kept';

CREATE VIEW public.v AS
 SELECT f.a
   FROM public.f() f(a, b);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f()')), false);
DROP FUNCTION public.f();

CREATE FUNCTION public.f()
RETURNS TABLE(a integer)
LANGUAGE sql
STABLE
AS $function$SELECT 1$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28__29_', true), ''), current_user)); END $owner$;

REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;

COMMENT ON FUNCTION public.f() IS 'kept';

CREATE VIEW public.v AS
 SELECT a
   FROM public.f() f(a);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f()')), false);
DROP FUNCTION public.f();

CREATE FUNCTION public.f()
RETURNS TABLE(a integer)
LANGUAGE sql
STABLE
AS $function$SELECT 1$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28__29_', true), ''), current_user)); END $owner$;

REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;

COMMENT ON FUNCTION public.f() IS 'kept';

CREATE VIEW public.v AS
 SELECT f.a
   FROM public.f() f(a);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
