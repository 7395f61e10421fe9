-- SET EXPRESSION of a virtual column rewrites nothing.
-- since: 18
-- old
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);
-- new
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 2) VIRTUAL);

-- up
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a + 2));

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a + 1));

-- down locks
--   public.t: ACCESS EXCLUSIVE
