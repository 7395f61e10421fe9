-- common
CREATE TABLE t (a int, b text);
-- new
CREATE STATISTICS s ON (a % 10), lower(b) FROM t;

-- up
CREATE STATISTICS public.s ON (a % 10), lower(b) FROM public.t;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP STATISTICS public.s;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
