-- The types of the inputs of one procedure are those of all arguments of the other.
-- common
CREATE PROCEDURE p(a int, OUT b int) LANGUAGE plpgsql AS $$ BEGIN b := 1; END $$;
-- old
CREATE PROCEDURE p(a int, INOUT b int) LANGUAGE plpgsql AS $$ BEGIN b := 1; END $$;
-- new
COMMENT ON PROCEDURE p(IN int) IS 'one input';

-- up
COMMENT ON PROCEDURE public.p(IN integer) IS 'one input';

DROP PROCEDURE public.p(IN integer, integer);

-- down
CREATE PROCEDURE public.p(IN a integer, INOUT b integer)
LANGUAGE plpgsql
AS $procedure$ BEGIN b := 1; END $procedure$;

COMMENT ON PROCEDURE public.p(IN integer) IS NULL;
