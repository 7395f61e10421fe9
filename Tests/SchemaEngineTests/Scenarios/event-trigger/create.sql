-- new
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION f();
COMMENT ON EVENT TRIGGER watch IS 'nothing yet';

-- up
CREATE FUNCTION public.f()
RETURNS event_trigger
LANGUAGE plpgsql
AS $function$BEGIN END$function$;

CREATE EVENT TRIGGER watch ON ddl_command_end
    WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')
    EXECUTE FUNCTION public.f();

COMMENT ON EVENT TRIGGER watch IS 'nothing yet';

-- down
DROP EVENT TRIGGER watch;

DROP FUNCTION public.f();
