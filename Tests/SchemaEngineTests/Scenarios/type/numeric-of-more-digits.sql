-- old
CREATE TABLE t (a numeric(6,2));
-- new
CREATE TABLE t (a numeric(12,2));
-- rows
INSERT INTO t VALUES (1.25);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE numeric(12,2);

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE numeric(6,2);

-- down hazards
--   change the type of column public.t.a to numeric(6,2): may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
