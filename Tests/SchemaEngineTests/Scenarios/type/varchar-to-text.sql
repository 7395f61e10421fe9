-- old
CREATE TABLE t (a varchar(5) DEFAULT 'x');
-- new
CREATE TABLE t (a text DEFAULT 'x');
-- rows
INSERT INTO t VALUES ('abc');
-- query
SELECT a FROM t

-- refused
--   no order exists, since these need each other: column public.t.a, column default of column public.t.a. Declare one of them in two steps.
