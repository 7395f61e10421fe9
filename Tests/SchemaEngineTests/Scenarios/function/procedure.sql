-- new
CREATE PROCEDURE p(INOUT a int, b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN a := a + 1; END $$;

-- up
CREATE PROCEDURE public.p(INOUT a integer, IN b text DEFAULT 'x'::text)
LANGUAGE plpgsql
AS $procedure$ BEGIN a := a + 1; END $procedure$;

-- down
DROP PROCEDURE public.p(IN integer, text);
