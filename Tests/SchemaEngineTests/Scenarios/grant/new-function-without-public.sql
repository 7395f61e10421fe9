-- PUBLIC may execute every new function; the plan takes that back.
-- new
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE ALL ON FUNCTION f() FROM PUBLIC;

-- up
CREATE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
AS $function$SELECT 1$function$;

REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;

-- down
DROP FUNCTION public.f();
