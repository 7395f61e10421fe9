-- A body that follows is replaced in the transaction of the rename.
-- old
CREATE TABLE t (a int);
CREATE FUNCTION f(a int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE VIEW v AS SELECT f(a) AS x FROM t;
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT public.f(1)';
-- new
CREATE TABLE t (a int);
CREATE FUNCTION h(a int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE VIEW v AS SELECT h(a) AS x FROM t;
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT public.h(1)';
-- rename
function public.f(integer) to h

-- up
BEGIN;

ALTER FUNCTION public.f(integer) RENAME TO h;

CREATE OR REPLACE FUNCTION public.g()
RETURNS integer
LANGUAGE sql
AS $function$SELECT public.h(1)$function$;

COMMIT;

-- down
BEGIN;

CREATE OR REPLACE FUNCTION public.g()
RETURNS integer
LANGUAGE sql
AS $function$SELECT public.f(1)$function$;

ALTER FUNCTION public.h(integer) RENAME TO f;

COMMIT;
