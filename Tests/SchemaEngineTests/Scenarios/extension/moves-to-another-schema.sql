-- common
CREATE SCHEMA x;
-- old
CREATE EXTENSION citext;
CREATE TABLE t (a citext);
-- new
CREATE EXTENSION citext SCHEMA x;
CREATE TABLE t (a x.citext);
-- rows
INSERT INTO t VALUES ('A');
-- query
SELECT a FROM t

-- up
ALTER EXTENSION citext SET SCHEMA x;

-- down
ALTER EXTENSION citext SET SCHEMA public;
