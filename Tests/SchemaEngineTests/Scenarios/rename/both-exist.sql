-- old
CREATE TABLE t (a text, b text);
-- new
CREATE TABLE t (b text);
-- rename
column public.t.a to b

-- refused
--   column public.t.a cannot become column public.t.b: both exist. If b holds the values already, take the rename out and a is dropped; if not, drop or rename b first.
