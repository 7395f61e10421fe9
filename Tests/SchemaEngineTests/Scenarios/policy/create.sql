-- common
CREATE TABLE t (a int);
-- new
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t FOR SELECT TO pg_monitor, PUBLIC USING (a > 0);

-- up
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;

CREATE POLICY p ON public.t
    FOR SELECT
    USING ((a > 0));

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;

DROP POLICY p ON public.t;

-- down locks
--   public.t: ACCESS EXCLUSIVE
