-- common
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
-- old
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION f();
ALTER EVENT TRIGGER watch ENABLE ALWAYS;
-- new
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION f();
ALTER EVENT TRIGGER watch ENABLE ALWAYS;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_event_20_trigger_20_watch', (SELECT pg_catalog.pg_get_userbyid(e.evtowner) FROM pg_catalog.pg_event_trigger e WHERE e.oid = (SELECT e.oid FROM pg_catalog.pg_event_trigger e WHERE e.evtname = 'watch')), false);
DROP EVENT TRIGGER watch;

CREATE EVENT TRIGGER watch ON ddl_command_end
    WHEN TAG IN ('CREATE VIEW')
    EXECUTE FUNCTION public.f();
ALTER EVENT TRIGGER watch ENABLE ALWAYS;
DO $owner$ BEGIN EXECUTE format('ALTER EVENT TRIGGER watch OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_event_20_trigger_20_watch', true), ''), current_user)); END $owner$;

COMMIT;

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_event_20_trigger_20_watch', (SELECT pg_catalog.pg_get_userbyid(e.evtowner) FROM pg_catalog.pg_event_trigger e WHERE e.oid = (SELECT e.oid FROM pg_catalog.pg_event_trigger e WHERE e.evtname = 'watch')), false);
DROP EVENT TRIGGER watch;

CREATE EVENT TRIGGER watch ON ddl_command_end
    WHEN TAG IN ('CREATE TABLE')
    EXECUTE FUNCTION public.f();
ALTER EVENT TRIGGER watch ENABLE ALWAYS;
DO $owner$ BEGIN EXECUTE format('ALTER EVENT TRIGGER watch OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_event_20_trigger_20_watch', true), ''), current_user)); END $owner$;

COMMIT;
