-- common
CREATE FUNCTION step(bigint, int) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN $1 + $2;
-- new
CREATE AGGREGATE total(int) (SFUNC = step, STYPE = bigint, INITCOND = '0', PARALLEL = safe);
COMMENT ON AGGREGATE total(int) IS 'the sum';

-- up
CREATE AGGREGATE public.total(integer) (
    SFUNC = public.step,
    STYPE = bigint,
    INITCOND = '0',
    PARALLEL = SAFE
);

COMMENT ON AGGREGATE public.total(integer) IS 'the sum';

-- down
DROP AGGREGATE public.total(integer);
