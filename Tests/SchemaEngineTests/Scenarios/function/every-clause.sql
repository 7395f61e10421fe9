-- new
CREATE FUNCTION f(a int, b text DEFAULT 'x''y', VARIADIC c int[] DEFAULT '{}') RETURNS TABLE (x int, y text)
  LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 7 ROWS 3 SET search_path = pg_catalog, "My Schema"
  SET statement_timeout = '5s' AS $$ BEGIN RETURN QUERY SELECT 1, '$function$'; END $$;

-- up
CREATE FUNCTION public.f(a integer, b text DEFAULT 'x''y'::text, VARIADIC c integer[] DEFAULT '{}'::integer[])
RETURNS TABLE(x integer, y text)
LANGUAGE plpgsql
STABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 7 ROWS 3
SET search_path TO 'pg_catalog', 'My Schema'
SET statement_timeout TO '5s'
AS $function1$ BEGIN RETURN QUERY SELECT 1, '$function$'; END $function1$;

-- down
DROP FUNCTION public.f(integer, text, integer[]);
