-- A body that is not changed still has the old name.
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
