-- old
CREATE TABLE t (id int, n int);
-- new
CREATE TABLE t (id int, m bigint);
-- rename
column public.t.n to m
-- rows
INSERT INTO t VALUES (1, 7);
-- query
SELECT t::text FROM t
