-- common
CREATE TABLE t (a int);
-- old
CREATE POLICY p ON t USING (a > 0);
COMMENT ON POLICY p ON t IS 'kept';
-- new
CREATE POLICY p ON t AS RESTRICTIVE USING (a > 0);
COMMENT ON POLICY p ON t IS 'kept';

-- up
BEGIN;

DROP POLICY p ON public.t;

CREATE POLICY p ON public.t
    AS RESTRICTIVE
    USING ((a > 0));

COMMENT ON POLICY p ON public.t IS 'kept';

COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP POLICY p ON public.t;

CREATE POLICY p ON public.t
    USING ((a > 0));

COMMENT ON POLICY p ON public.t IS 'kept';

COMMIT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
