-- common
CREATE TABLE t (a int, b int);
-- old
CREATE STATISTICS s (mcv) ON a, b FROM t;
COMMENT ON STATISTICS s IS 'x';

-- up
DROP STATISTICS public.s;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
CREATE STATISTICS public.s (mcv) ON a, b FROM public.t;

COMMENT ON STATISTICS public.s IS 'x';

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
