-- common
CREATE TYPE c AS (a int);
CREATE FUNCTION c_to_int(c) RETURNS int LANGUAGE sql IMMUTABLE RETURN ($1).a;
CREATE TABLE t (x c);
-- old
CREATE CAST (c AS int) WITH FUNCTION c_to_int(c);
CREATE VIEW v AS SELECT x::int AS a FROM t;
-- new
CREATE CAST (c AS int) WITH FUNCTION c_to_int(c) AS IMPLICIT;
CREATE VIEW v AS SELECT x::int AS a FROM t;

-- up
BEGIN;

DROP CAST (public.c AS integer);

CREATE CAST (public.c AS integer) WITH FUNCTION public.c_to_int(public.c) AS IMPLICIT;

COMMIT;

-- down
BEGIN;

DROP CAST (public.c AS integer);

CREATE CAST (public.c AS integer) WITH FUNCTION public.c_to_int(public.c);

COMMIT;
