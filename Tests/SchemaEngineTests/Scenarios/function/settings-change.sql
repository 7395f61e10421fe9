-- old
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog SET work_mem = '8MB' AS 'SELECT 1';
-- new
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "My Schema" AS 'SELECT 1';

-- up
CREATE OR REPLACE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
SECURITY DEFINER
SET search_path TO 'pg_catalog', 'My Schema'
AS $function$SELECT 1$function$;

-- down
CREATE OR REPLACE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
SECURITY DEFINER
SET search_path TO 'pg_catalog'
SET work_mem TO '8MB'
AS $function$SELECT 1$function$;
