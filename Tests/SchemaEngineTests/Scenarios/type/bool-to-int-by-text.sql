-- old
CREATE TABLE t (a bool);
-- new
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (true);
-- query
SELECT a::int FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;

-- hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE boolean USING a::boolean;

-- down hazards
--   change the type of column public.t.a to boolean: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
