-- common
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (a DESC);
-- old
ALTER TABLE t CLUSTER ON i;
-- new
ALTER TABLE t CLUSTER ON j;

-- up
ALTER TABLE public.t CLUSTER ON j;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
ALTER TABLE public.t CLUSTER ON i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
