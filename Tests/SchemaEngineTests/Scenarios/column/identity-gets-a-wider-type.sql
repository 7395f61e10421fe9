-- old
CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- new
CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- rows
INSERT INTO t VALUES (DEFAULT), (DEFAULT);
-- query
SELECT id FROM t ORDER BY id

-- up
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;

-- hazards
--   change the type of column public.t.id to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN id TYPE integer;

-- down hazards
--   change the type of column public.t.id to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
