-- CREATE OR REPLACE; the index is not built again.
-- common
CREATE TABLE t (a int);
-- old
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE INDEX i ON t (f(a));
ALTER TABLE t ADD CONSTRAINT c CHECK (f(a) > 0);
-- new
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 2';
CREATE INDEX i ON t (f(a));
ALTER TABLE t ADD CONSTRAINT c CHECK (f(a) > 0);

-- up
CREATE OR REPLACE FUNCTION public.f(integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1 + 2$function$;

-- hazards
--   replace function public.f(integer): leaves stored results as they are

-- down
CREATE OR REPLACE FUNCTION public.f(integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT $1 + 1$function$;

-- down hazards
--   replace function public.f(integer): leaves stored results as they are
