-- While both functions are there, the call in the check is ambiguous: the old one goes first.
-- old
CREATE FUNCTION f(a int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a > 0';
CREATE TABLE t (a int, CONSTRAINT c CHECK (f(a)));
-- new
CREATE FUNCTION f(a int, b int DEFAULT 1) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a > 0';
CREATE TABLE t (a int, CONSTRAINT c CHECK (f(a)));

-- up
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT c;

DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(a integer, b integer DEFAULT 1)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a > 0$function$;

ALTER TABLE public.t ADD CONSTRAINT c CHECK (public.f(a)) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT c;

DROP FUNCTION public.f(integer, integer);

CREATE FUNCTION public.f(a integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a > 0$function$;

ALTER TABLE public.t ADD CONSTRAINT c CHECK (public.f(a)) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- down hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
