-- new
CREATE AGGREGATE moving_sum(float8) (SFUNC = float8pl, STYPE = float8, MSFUNC = float8pl, MINVFUNC = float8mi, MSTYPE = float8, MINITCOND = '0');

-- up
CREATE AGGREGATE public.moving_sum(double precision) (
    SFUNC = float8pl,
    STYPE = double precision,
    MSFUNC = float8pl,
    MINVFUNC = float8mi,
    MSTYPE = double precision,
    MINITCOND = '0'
);

-- down
DROP AGGREGATE public.moving_sum(double precision);
