-- common
CREATE TABLE p (a int) PARTITION BY LIST (a);
-- new
CREATE TABLE c PARTITION OF p FOR VALUES IN (1, 2);

-- up
CREATE TABLE public.c PARTITION OF public.p FOR VALUES IN (1, 2);

-- locks
--   public.p: ACCESS EXCLUSIVE

-- down
DROP TABLE public.c;

-- down hazards
--   drop table public.c: data loss

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
