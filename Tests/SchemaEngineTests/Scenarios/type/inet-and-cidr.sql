-- old
CREATE TABLE t (a cidr, b uuid);
-- new
CREATE TABLE t (a inet, b text);
-- rows
INSERT INTO t VALUES ('10.0.0.0/8', '00000000-0000-0000-0000-000000000001');
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE inet;

ALTER TABLE public.t ALTER COLUMN b TYPE text;

-- hazards
--   change the type of column public.t.a to inet: reads the table
--   change the type of column public.t.b to text: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE cidr;

ALTER TABLE public.t ALTER COLUMN b TYPE uuid USING b::uuid;

-- down hazards
--   change the type of column public.t.a to cidr: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.b to uuid: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
