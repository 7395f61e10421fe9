-- A trigger function's body changes under its trigger.
-- common
CREATE TABLE t (a int);
-- old
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- new
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();

-- up
CREATE OR REPLACE FUNCTION public.f()
RETURNS trigger
LANGUAGE plpgsql
AS $function$ BEGIN RETURN NULL; END $function$;

-- down
CREATE OR REPLACE FUNCTION public.f()
RETURNS trigger
LANGUAGE plpgsql
AS $function$ BEGIN RETURN NEW; END $function$;
