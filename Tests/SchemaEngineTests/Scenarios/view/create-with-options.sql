-- common
CREATE TABLE t (a int);
-- new
CREATE VIEW v WITH (security_barrier = true, check_option = local) AS SELECT a FROM t WHERE a > 0;

-- up
CREATE VIEW public.v WITH (check_option=local, security_barrier=true) AS
 SELECT a
   FROM public.t
  WHERE (a > 0);

-- up 15
CREATE VIEW public.v WITH (check_option=local, security_barrier=true) AS
 SELECT t.a
   FROM public.t
  WHERE (t.a > 0);

-- down
DROP VIEW public.v;

-- down locks
--   public.v: ACCESS EXCLUSIVE
