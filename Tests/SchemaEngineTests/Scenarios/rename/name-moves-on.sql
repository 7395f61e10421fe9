-- A name is free before it is taken.
-- old
CREATE TABLE t (a text, b text);
-- new
CREATE TABLE t (b text, c text);
-- rename
column public.t.a to b
column public.t.b to c
-- rows
INSERT INTO t VALUES ('a', 'b');
-- query
SELECT t::text FROM t
