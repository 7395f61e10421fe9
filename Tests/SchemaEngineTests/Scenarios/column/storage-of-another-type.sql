-- old
CREATE TABLE t (a text, b jsonb);
ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER b SET STORAGE EXTERNAL;
-- new
CREATE TABLE t (a int, b text);
ALTER TABLE t ALTER b SET STORAGE EXTERNAL;
-- rows
INSERT INTO t VALUES ('1', '{}');
-- query
SELECT a::text AS a, b::text AS b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;

ALTER TABLE public.t ALTER COLUMN b TYPE text;

ALTER TABLE public.t ALTER COLUMN b SET STORAGE EXTERNAL;

-- hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.b to text: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE text;

ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL;

ALTER TABLE public.t ALTER COLUMN b TYPE jsonb USING b::jsonb;

ALTER TABLE public.t ALTER COLUMN b SET STORAGE EXTERNAL;

-- down hazards
--   change the type of column public.t.a to text: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.b to jsonb: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
