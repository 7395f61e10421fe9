-- common
CREATE TABLE t (a int);
-- old
CREATE VIEW v AS SELECT a FROM t;
-- new
CREATE VIEW v WITH (security_barrier = true, security_invoker = true) AS SELECT a FROM t;

-- up
ALTER VIEW public.v SET (security_barrier=true, security_invoker=true);

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER VIEW public.v RESET (security_barrier, security_invoker);

-- down locks
--   public.v: ACCESS EXCLUSIVE
