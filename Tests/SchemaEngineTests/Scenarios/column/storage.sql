-- old
CREATE TABLE t (a text);
-- new
CREATE TABLE t (a text);
ALTER TABLE t ALTER a SET STORAGE EXTERNAL;
-- rows
INSERT INTO t VALUES ('x');
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTENDED;

-- down locks
--   public.t: ACCESS EXCLUSIVE
