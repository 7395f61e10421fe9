-- common
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
-- new
ALTER VIEW v ALTER a SET DEFAULT 5;

-- up
ALTER VIEW public.v ALTER COLUMN a SET DEFAULT 5;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER VIEW public.v ALTER COLUMN a DROP DEFAULT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
