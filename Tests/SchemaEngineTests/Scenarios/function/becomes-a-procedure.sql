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
DO $owner$
BEGIN
    IF coalesce(current_setting('plumbline.owner_function_20_public_2e_p_28_integer_29_', true), '') NOT IN ('', current_user) THEN
        EXECUTE format('ALTER PROCEDURE public.p(IN integer) OWNER TO %I', current_setting('plumbline.owner_function_20_public_2e_p_28_integer_29_'));
    END IF;
END
$owner$;

COMMIT;

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_p_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.p(integer)')), false);
DROP PROCEDURE public.p(IN integer);

CREATE FUNCTION public.p(a integer)
RETURNS void
LANGUAGE plpgsql
AS $function$ BEGIN NULL; END $function$;
DO $owner$
BEGIN
    IF coalesce(current_setting('plumbline.owner_function_20_public_2e_p_28_integer_29_', true), '') NOT IN ('', current_user) THEN
        EXECUTE format('ALTER FUNCTION public.p(integer) OWNER TO %I', current_setting('plumbline.owner_function_20_public_2e_p_28_integer_29_'));
    END IF;
END
$owner$;

COMMIT;
