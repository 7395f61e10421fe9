-- old
CREATE PROCEDURE p(a int) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
-- new
CREATE PROCEDURE p(a int) LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'x'; END $$;

-- up
CREATE OR REPLACE PROCEDURE public.p(IN a integer)
LANGUAGE plpgsql
AS $procedure$ BEGIN RAISE NOTICE 'x'; END $procedure$;

-- down
CREATE OR REPLACE PROCEDURE public.p(IN a integer)
LANGUAGE plpgsql
AS $procedure$ BEGIN NULL; END $procedure$;
