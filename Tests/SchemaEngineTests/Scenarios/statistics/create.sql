-- common
CREATE TABLE t (a int, b int);
-- new
CREATE STATISTICS s (ndistinct, mcv) ON a, b FROM t;

-- up
CREATE STATISTICS public.s (ndistinct, mcv) ON a, b FROM public.t;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP STATISTICS public.s;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
