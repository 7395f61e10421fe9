-- While both functions are there, the call in the check is ambiguous: the old one goes first.
-- old
CREATE FUNCTION f(a int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a > 0';
CREATE TABLE t (a int, CONSTRAINT c CHECK (f(a)));
-- new
CREATE FUNCTION f(a int, b int DEFAULT 1) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a > 0';
CREATE TABLE t (a int, CONSTRAINT c CHECK (f(a)));
