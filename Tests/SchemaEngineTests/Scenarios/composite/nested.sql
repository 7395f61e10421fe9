-- new
CREATE TYPE a AS (x int);
CREATE TYPE b AS (y a, z a[]);
CREATE FUNCTION f(b) RETURNS a LANGUAGE sql AS 'SELECT ($1).y';

-- up
CREATE TYPE public.a AS (x integer);

CREATE TYPE public.b AS (y public.a, z public.a[]);

CREATE FUNCTION public.f(public.b)
RETURNS public.a
LANGUAGE sql
AS $function$SELECT ($1).y$function$;

-- down
DROP FUNCTION public.f(public.b);

DROP TYPE public.b;

DROP TYPE public.a;
