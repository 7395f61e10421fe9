-- common
CREATE TABLE t (a int);
-- old
CREATE POLICY p ON t FOR SELECT USING (true);
-- new
CREATE POLICY p ON t FOR DELETE USING (true);

-- up
BEGIN;

DROP POLICY p ON public.t;

CREATE POLICY p ON public.t
    FOR DELETE
    USING (true);

COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP POLICY p ON public.t;

CREATE POLICY p ON public.t
    FOR SELECT
    USING (true);

COMMIT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
