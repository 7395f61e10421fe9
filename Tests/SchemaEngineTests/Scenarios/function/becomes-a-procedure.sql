-- old
CREATE FUNCTION p(a int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
-- new
CREATE PROCEDURE p(a int) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_p_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.p(integer)')), false);
DROP FUNCTION public.p(integer);

CREATE PROCEDURE public.p(IN a integer)
LANGUAGE plpgsql
AS $procedure$ BEGIN NULL; END $procedure$;
DO $owner$ BEGIN EXECUTE format('ALTER PROCEDURE public.p(IN integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_p_28_integer_29_', true), ''), current_user)); END $owner$;

COMMIT;

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_p_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.p(integer)')), false);
DROP PROCEDURE public.p(IN integer);

CREATE FUNCTION public.p(a integer)
RETURNS void
LANGUAGE plpgsql
AS $function$ BEGIN NULL; END $function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.p(integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_p_28_integer_29_', true), ''), current_user)); END $owner$;

COMMIT;
