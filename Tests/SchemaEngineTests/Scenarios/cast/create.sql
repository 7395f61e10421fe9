-- common
CREATE TYPE c AS (a int);
CREATE FUNCTION c_to_int(c) RETURNS int LANGUAGE sql IMMUTABLE RETURN ($1).a;
-- new
CREATE CAST (c AS int) WITH FUNCTION c_to_int(c) AS ASSIGNMENT;
COMMENT ON CAST (c AS int) IS 'its only attribute';

-- up
CREATE CAST (public.c AS integer) WITH FUNCTION public.c_to_int(public.c) AS ASSIGNMENT;

COMMENT ON CAST (public.c AS integer) IS 'its only attribute';

-- down
DROP CAST (public.c AS integer);
