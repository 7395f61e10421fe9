-- A table has one primary key: the old one goes first.
-- old
CREATE TABLE t (a int PRIMARY KEY);
-- new
CREATE TABLE t (a int CONSTRAINT the_key PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT * FROM t

-- up
ALTER INDEX public.t_pkey RENAME TO the_key;

-- down
ALTER INDEX public.the_key RENAME TO t_pkey;
