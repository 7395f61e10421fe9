-- new
CREATE TABLE p (a int) PARTITION BY HASH (a);
CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);

-- up
CREATE TABLE public.p (
    a integer
) PARTITION BY HASH (a);

CREATE TABLE public.p0 PARTITION OF public.p FOR VALUES WITH (modulus 2, remainder 0);

CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES WITH (modulus 2, remainder 1);

-- down
DROP TABLE public.p0;

DROP TABLE public.p1;

DROP TABLE public.p;

-- down hazards
--   drop table public.p0: data loss
--   drop table public.p1: data loss
--   drop table public.p: data loss

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p0: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
