-- common
CREATE TABLE p (a int) PARTITION BY LIST (a);
-- old
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);

-- up
DROP TABLE public.c;

-- hazards
--   drop table public.c: data loss

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.c PARTITION OF public.p FOR VALUES IN (1);

-- down locks
--   public.p: ACCESS EXCLUSIVE
