-- common
CREATE TABLE t (a int, b int);
-- new
CREATE STATISTICS s (mcv) ON a, b FROM t;
ALTER STATISTICS s SET STATISTICS 300;
COMMENT ON STATISTICS s IS 'both';

-- up
BEGIN;
CREATE STATISTICS public.s (mcv) ON a, b FROM public.t;
ALTER STATISTICS public.s SET STATISTICS 300;
COMMIT;

COMMENT ON STATISTICS public.s IS 'both';

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP STATISTICS public.s;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
