-- old
CREATE TABLE t (a numeric(6,2));
-- new
CREATE TABLE t (a numeric(8,4));
-- rows
INSERT INTO t VALUES (1.25);
-- query
SELECT round(a, 2) FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE numeric(8,4);

-- hazards
--   change the type of column public.t.a to numeric(8,4): may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE numeric(6,2);

-- down hazards
--   change the type of column public.t.a to numeric(6,2): may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
