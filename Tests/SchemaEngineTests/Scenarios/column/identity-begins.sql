-- old
CREATE TABLE t (a int NOT NULL, b int);
-- new
CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b int);
-- rows
INSERT INTO t VALUES (7, 1);
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a DROP IDENTITY;

-- down locks
--   public.t: ACCESS EXCLUSIVE
