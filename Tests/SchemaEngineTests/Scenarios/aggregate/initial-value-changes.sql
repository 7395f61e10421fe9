-- CREATE OR REPLACE keeps the view over it.
-- common
CREATE TABLE t (a int);
CREATE FUNCTION step(bigint, int) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN $1 + $2;
-- old
CREATE AGGREGATE total(int) (SFUNC = step, STYPE = bigint, INITCOND = '0');
CREATE VIEW v AS SELECT total(a) AS n FROM t;
-- new
CREATE AGGREGATE total(int) (SFUNC = step, STYPE = bigint, INITCOND = '100');
CREATE VIEW v AS SELECT total(a) AS n FROM t;

-- up
CREATE OR REPLACE AGGREGATE public.total(integer) (
    SFUNC = public.step,
    STYPE = bigint,
    INITCOND = '100'
);

-- down
CREATE OR REPLACE AGGREGATE public.total(integer) (
    SFUNC = public.step,
    STYPE = bigint,
    INITCOND = '0'
);
