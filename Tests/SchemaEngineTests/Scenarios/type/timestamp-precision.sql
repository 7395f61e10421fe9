-- old
CREATE TABLE t (a timestamptz);
-- new
CREATE TABLE t (a timestamptz(0));
-- rows
INSERT INTO t VALUES ('2026-01-01 12:00:00Z');
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE timestamp(0) with time zone;

-- hazards
--   change the type of column public.t.a to timestamp(0) with time zone: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE timestamp with time zone;

-- down locks
--   public.t: ACCESS EXCLUSIVE
