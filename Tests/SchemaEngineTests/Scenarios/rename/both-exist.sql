-- old
CREATE TABLE t (a text, b text);
-- new
CREATE TABLE t (b text);
-- rename
column public.t.a to b
