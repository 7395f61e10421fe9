-- common
CREATE TABLE t (a int);
-- new
ALTER TABLE t REPLICA IDENTITY NOTHING;

-- up
ALTER TABLE public.t REPLICA IDENTITY NOTHING;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t REPLICA IDENTITY DEFAULT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
