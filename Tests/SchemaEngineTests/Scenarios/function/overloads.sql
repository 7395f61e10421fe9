-- old
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- new
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 2';

-- up
CREATE FUNCTION public.f(text)
RETURNS integer
LANGUAGE sql
AS $function$SELECT 2$function$;

-- down
DROP FUNCTION public.f(text);
