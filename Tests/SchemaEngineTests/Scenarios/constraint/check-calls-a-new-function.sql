-- common
CREATE TABLE t (a int);
-- new
CREATE FUNCTION ok(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
ALTER TABLE t ADD CONSTRAINT k CHECK (ok(a));

-- up
CREATE FUNCTION public.ok(integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1 > 0$function$;

ALTER TABLE public.t ADD CONSTRAINT k CHECK (public.ok(a)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT k;

-- hazards
--   validate constraint public.t.k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT k;

DROP FUNCTION public.ok(integer);

-- down locks
--   public.t: ACCESS EXCLUSIVE
