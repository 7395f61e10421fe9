-- common
CREATE TABLE t (a int, s varchar(9));
-- new
CREATE FUNCTION f() RETURNS SETOF varchar LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s FROM t WHERE a BETWEEN 1 AND 2 AND s IN ('a', 'b');
END;

-- up
CREATE FUNCTION public.f()
RETURNS SETOF character varying
LANGUAGE sql
STABLE
BEGIN ATOMIC
 SELECT t.s
    FROM public.t
   WHERE ((t.a BETWEEN 1 AND 2) AND (t.s = ANY (ARRAY['a'::character varying, 'b'::character varying])));
END;

-- down
DROP FUNCTION public.f();
