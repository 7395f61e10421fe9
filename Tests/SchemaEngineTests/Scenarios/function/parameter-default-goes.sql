-- old
CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT $1';
-- new
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT $1';

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f(integer)')), false);
DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(a integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT $1$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f(integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28_integer_29_', true), ''), current_user)); END $owner$;

COMMIT;

-- down
CREATE OR REPLACE FUNCTION public.f(a integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $function$SELECT $1$function$;
