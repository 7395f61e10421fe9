-- common
CREATE SCHEMA s;
-- old
CREATE DOMAIN d AS int DEFAULT 1;
CREATE TABLE t (id int, a d);
-- new
CREATE DOMAIN d AS int DEFAULT 2;
CREATE TABLE t (id int, a d);
-- rows
INSERT INTO t (id) VALUES (1);
-- query
SELECT id, a FROM t

-- up
ALTER DOMAIN public.d SET DEFAULT 2;

-- down
ALTER DOMAIN public.d SET DEFAULT 1;
