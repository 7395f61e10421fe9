-- ALTER OPERATOR keeps the index whose predicate uses it.
-- common
CREATE TABLE t (a int);
CREATE FUNCTION more(int, int) RETURNS bool LANGUAGE sql IMMUTABLE RETURN $1 > $2;
-- old
CREATE OPERATOR >>> (FUNCTION = more, LEFTARG = int, RIGHTARG = int);
CREATE INDEX i ON t (a) WHERE a >>> 5;
-- new
CREATE OPERATOR >>> (FUNCTION = more, LEFTARG = int, RIGHTARG = int, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE INDEX i ON t (a) WHERE a >>> 5;

-- up
ALTER OPERATOR public.>>> (integer, integer) SET (RESTRICT = scalargtsel, JOIN = scalargtjoinsel);

-- down
ALTER OPERATOR public.>>> (integer, integer) SET (RESTRICT = NONE, JOIN = NONE);
