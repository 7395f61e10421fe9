-- Replaced in place: privileges and dependents stay.
-- old
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + 1';
CREATE VIEW v AS SELECT f(1) AS x;
-- new
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + 2';
CREATE VIEW v AS SELECT f(1) AS x;

-- up
CREATE OR REPLACE FUNCTION public.f(a integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a + 2$function$;

-- down
CREATE OR REPLACE FUNCTION public.f(a integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a + 1$function$;
