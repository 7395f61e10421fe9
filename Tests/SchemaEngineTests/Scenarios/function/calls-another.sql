-- new
CREATE FUNCTION b() RETURNS int LANGUAGE sql RETURN 1;
CREATE FUNCTION a() RETURNS int LANGUAGE sql RETURN b() + 1;

-- up
CREATE FUNCTION public.b()
RETURNS integer
LANGUAGE sql
RETURN 1;

CREATE FUNCTION public.a()
RETURNS integer
LANGUAGE sql
RETURN (public.b() + 1);

-- down
DROP FUNCTION public.a();

DROP FUNCTION public.b();
