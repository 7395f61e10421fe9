-- common
CREATE TABLE t (a int);
-- old
CREATE VIEW v AS SELECT a FROM t WHERE a > 0;
-- new
CREATE VIEW v AS SELECT a FROM t WHERE a > 0 WITH LOCAL CHECK OPTION;

-- up
ALTER VIEW public.v SET (check_option=local);

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER VIEW public.v RESET (check_option);

-- down locks
--   public.v: ACCESS EXCLUSIVE
