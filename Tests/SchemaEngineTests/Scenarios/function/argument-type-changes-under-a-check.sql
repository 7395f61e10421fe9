-- Another type is another function: the new one comes, the check moves, the old one goes.
-- common
CREATE TABLE t (a int);
-- old
CREATE FUNCTION f(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
ALTER TABLE t ADD CONSTRAINT c CHECK (f(a));
-- new
CREATE FUNCTION f(bigint) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
ALTER TABLE t ADD CONSTRAINT c CHECK (f(a));
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT c;

DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(bigint)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1 > 0$function$;

ALTER TABLE public.t ADD CONSTRAINT c CHECK (public.f((a)::bigint)) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT c;

DROP FUNCTION public.f(bigint);

CREATE FUNCTION public.f(integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1 > 0$function$;

ALTER TABLE public.t ADD CONSTRAINT c CHECK (public.f(a)) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- down hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
