-- old
CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0), CONSTRAINT e EXCLUDE USING btree (a WITH =));
-- new
CREATE TABLE t (a bigint, CONSTRAINT c CHECK (a > 0), CONSTRAINT e EXCLUDE USING btree (a WITH =));
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE integer;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
