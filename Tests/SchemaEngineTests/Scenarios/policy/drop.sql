-- common
CREATE TABLE t (a int);
-- old
CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE TO pg_monitor USING (a > 0) WITH CHECK (a > 1);
COMMENT ON POLICY p ON t IS 'x';

-- up
DROP POLICY p ON public.t;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE POLICY p ON public.t
    AS RESTRICTIVE
    FOR UPDATE
    TO pg_monitor
    USING ((a > 0))
    WITH CHECK ((a > 1));

COMMENT ON POLICY p ON public.t IS 'x';

-- down locks
--   public.t: ACCESS EXCLUSIVE
