-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a * 2)) STORED;

-- hazards
--   add column public.t.b: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP COLUMN b;

-- down locks
--   public.t: ACCESS EXCLUSIVE
