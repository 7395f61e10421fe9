-- old
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO pg_monitor;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- new
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f()')), false);
DROP FUNCTION public.f();

CREATE FUNCTION public.f()
RETURNS bigint
LANGUAGE sql
AS $function$SELECT 1::bigint$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28__29_', true), ''), current_user)); END $owner$;

COMMIT;

REVOKE EXECUTE ON FUNCTION public.f() FROM pg_monitor;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres REVOKE EXECUTE ON FUNCTIONS FROM pg_monitor;

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f()')), false);
DROP FUNCTION public.f();

CREATE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
AS $function$SELECT 1$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28__29_', true), ''), current_user)); END $owner$;

GRANT EXECUTE ON FUNCTION public.f() TO pg_monitor;

COMMIT;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres GRANT EXECUTE ON FUNCTIONS TO pg_monitor;
