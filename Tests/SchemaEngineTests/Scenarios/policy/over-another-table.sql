-- common
CREATE TABLE r (a int);
CREATE TABLE t (a int);
-- new
CREATE POLICY p ON t USING (a IN (SELECT r.a FROM r));

-- up
CREATE POLICY p ON public.t
    USING ((a IN ( SELECT r.a
   FROM public.r)));

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
DROP POLICY p ON public.t;

-- down locks
--   public.t: ACCESS EXCLUSIVE
