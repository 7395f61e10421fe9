-- common
CREATE TABLE t (a int);
-- old
CREATE POLICY p ON t FOR UPDATE USING (a > 0) WITH CHECK (a > 1);
-- new
CREATE POLICY p ON t FOR UPDATE USING (a > 2) WITH CHECK (a > 3);

-- up
ALTER POLICY p ON public.t USING ((a > 2)) WITH CHECK ((a > 3));

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER POLICY p ON public.t USING ((a > 0)) WITH CHECK ((a > 1));

-- down locks
--   public.t: ACCESS EXCLUSIVE
