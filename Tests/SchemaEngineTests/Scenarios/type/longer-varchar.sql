-- Only the catalog changes.
-- old
CREATE TABLE t (a varchar(5));
-- new
CREATE TABLE t (a varchar(50));
-- rows
INSERT INTO t VALUES ('abc');
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE character varying(50);

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a TYPE character varying(5);

-- down hazards
--   change the type of column public.t.a to character varying(5): may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
