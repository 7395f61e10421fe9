-- PostgreSQL cannot take WITH CHECK away in place.
-- common
CREATE TABLE t (a int);
-- old
CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE USING (a > 0) WITH CHECK (a > 1);
-- new
CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE USING (a > 0);

-- up
BEGIN;

DROP POLICY p ON public.t;

CREATE POLICY p ON public.t
    AS RESTRICTIVE
    FOR UPDATE
    USING ((a > 0));

COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER POLICY p ON public.t WITH CHECK ((a > 1));

-- down locks
--   public.t: ACCESS EXCLUSIVE
