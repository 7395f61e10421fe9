-- common
CREATE FUNCTION f(int, OUT x text) LANGUAGE sql AS $$ SELECT 'x' $$;
-- new
COMMENT ON FUNCTION f(int) IS 'x';

-- up
COMMENT ON FUNCTION public.f(integer) IS 'x';

-- down
COMMENT ON FUNCTION public.f(integer) IS NULL;
