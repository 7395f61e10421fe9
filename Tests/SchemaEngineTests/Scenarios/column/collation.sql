-- old
CREATE TABLE t (a text);
CREATE INDEX i ON t (a);
-- new
CREATE TABLE t (a text COLLATE "C");
CREATE INDEX i ON t (a);
-- rows
INSERT INTO t VALUES ('b'), ('a');
-- query
SELECT a FROM t ORDER BY a COLLATE "C"

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE pg_catalog."C";

-- hazards
--   change the type of column public.t.a to text: reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE text;

-- down hazards
--   change the type of column public.t.a to text: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
