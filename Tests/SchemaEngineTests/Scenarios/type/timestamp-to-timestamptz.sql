-- old
CREATE TABLE t (a timestamp);
-- new
CREATE TABLE t (a timestamptz);
-- rows
INSERT INTO t VALUES ('2026-01-01 12:00');
-- query
SELECT a::date FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE timestamp with time zone;

-- hazards
--   change the type of column public.t.a to timestamp with time zone: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE timestamp without time zone;

-- down hazards
--   change the type of column public.t.a to timestamp without time zone: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
