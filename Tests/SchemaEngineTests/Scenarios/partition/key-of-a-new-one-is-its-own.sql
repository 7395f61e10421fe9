-- since: 18
-- A primary key of a new partition leaves the NOT NULL constraint its parent's name.
-- new
CREATE TABLE t (i int NOT NULL) PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
ALTER TABLE t1 ADD PRIMARY KEY (i);

-- up
CREATE TABLE public.t (
    i integer NOT NULL
) PARTITION BY RANGE (i);

BEGIN;
CREATE TABLE public.t1 (
    i integer CONSTRAINT t_i_not_null NOT NULL,
    CONSTRAINT t1_pkey PRIMARY KEY (i)
);
ALTER TABLE public.t ATTACH PARTITION public.t1 FOR VALUES FROM (0) TO (10);
COMMIT;

-- down
DROP TABLE public.t1;

DROP TABLE public.t;

-- down hazards
--   drop table public.t1: data loss
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
