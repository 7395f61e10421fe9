-- common
CREATE TABLE t (a int);
-- new
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM t; END;

-- up
CREATE FUNCTION public.g()
RETURNS bigint
LANGUAGE sql
STABLE
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public.t;
END;

-- down
DROP FUNCTION public.g();
