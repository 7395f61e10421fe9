-- old
CREATE TABLE t (note text);
-- new
CREATE TABLE t (remark text, note int);
-- rename
column public.t.note to remark
