-- PostgreSQL drops no partition while a foreign key of its table refers to that table.
-- common
CREATE TABLE t (i int PRIMARY KEY, p int REFERENCES t) PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- old
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
CREATE TABLE u (i int PRIMARY KEY, p int REFERENCES u) PARTITION BY RANGE (i);
CREATE TABLE u1 PARTITION OF u FOR VALUES FROM (0) TO (10);
CREATE TABLE u2 PARTITION OF u FOR VALUES FROM (10) TO (20);
-- rows
INSERT INTO t VALUES (1, 1);
INSERT INTO u VALUES (1, 1), (11, 1), (2, 11);
-- query
SELECT * FROM t

-- up
BEGIN;
ALTER TABLE public.t DETACH PARTITION public.t2;
DROP TABLE public.t2;
COMMIT;

ALTER TABLE public.u DROP CONSTRAINT u_p_fkey;

DROP TABLE public.u1;

DROP TABLE public.u2;

DROP TABLE public.u;

-- hazards
--   drop table public.t2: data loss
--   drop table public.u1: data loss
--   drop table public.u2: data loss
--   drop table public.u: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
--   public.t2: ACCESS EXCLUSIVE
--   public.u: ACCESS EXCLUSIVE
--   public.u1: ACCESS EXCLUSIVE
--   public.u2: ACCESS EXCLUSIVE

-- down
CREATE TABLE public.t2 PARTITION OF public.t FOR VALUES FROM (10) TO (20);

CREATE TABLE public.u (
    i integer NOT NULL,
    p integer,
    CONSTRAINT u_pkey PRIMARY KEY (i),
    CONSTRAINT u_p_fkey FOREIGN KEY (p) REFERENCES public.u(i)
) PARTITION BY RANGE (i);

CREATE TABLE public.u1 PARTITION OF public.u FOR VALUES FROM (0) TO (10);

CREATE TABLE public.u2 PARTITION OF public.u FOR VALUES FROM (10) TO (20);

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: SHARE ROW EXCLUSIVE
