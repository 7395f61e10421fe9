-- common
CREATE TABLE t (a int);
-- new
CREATE FUNCTION f(t) RETURNS SETOF t LANGUAGE sql AS 'SELECT $1';

-- up
CREATE FUNCTION public.f(public.t)
RETURNS SETOF public.t
LANGUAGE sql
AS $function$SELECT $1$function$;

-- down
DROP FUNCTION public.f(public.t);
