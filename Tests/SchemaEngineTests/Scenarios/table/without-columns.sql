-- new
CREATE TABLE t ();

-- up
CREATE TABLE public.t ();

-- down
DROP TABLE public.t;

-- down hazards
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
