-- common
CREATE TABLE t (a int);
-- old
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- new
CREATE VIEW v WITH (security_invoker = true) AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;

-- up
ALTER VIEW public.v SET (security_invoker=true);

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER VIEW public.v RESET (security_invoker);

-- down locks
--   public.v: ACCESS EXCLUSIVE
