-- common
CREATE TABLE t (a int);
-- new
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER TABLE t ALTER a SET DEFAULT f();

-- up
CREATE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
AS $function$SELECT 1$function$;

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f();

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

DROP FUNCTION public.f();

-- down locks
--   public.t: ACCESS EXCLUSIVE
