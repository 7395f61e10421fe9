-- Three partitions become one under a new name.
-- common
CREATE TABLE p (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
-- old
CREATE TABLE jan PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE feb PARTITION OF p FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE mar PARTITION OF p FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
-- new
CREATE TABLE q1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-04-01');
-- rows
INSERT INTO p SELECT i, '2026-01-01'::date + i FROM generate_series(0, 80) i
-- query
SELECT id, at FROM p ORDER BY id

-- up
BEGIN;

LOCK TABLE public.feb, public.jan, public.mar IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.feb WHERE ((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2026-04-01'::date)) RETURNING id, at
)
INSERT INTO public.plumbline_moved_p (id, at) SELECT id, at FROM moved;
WITH moved AS (
    DELETE FROM public.jan WHERE ((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2026-04-01'::date)) RETURNING id, at
)
INSERT INTO public.plumbline_moved_p (id, at) SELECT id, at FROM moved;
WITH moved AS (
    DELETE FROM public.mar WHERE ((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2026-04-01'::date)) RETURNING id, at
)
INSERT INTO public.plumbline_moved_p (id, at) SELECT id, at FROM moved;

DROP TABLE public.feb;

DROP TABLE public.jan;

DROP TABLE public.mar;

CREATE TABLE public.q1 PARTITION OF public.p FOR VALUES FROM ('2026-01-01') TO ('2026-04-01');

INSERT INTO public.p (id, at) OVERRIDING SYSTEM VALUE SELECT id, at FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- hazards
--   set aside the rows of public.p that get another partition: reads the table
--   drop table public.feb: data loss
--   drop table public.jan: data loss
--   drop table public.mar: data loss

-- locks
--   public.feb: ACCESS EXCLUSIVE
--   public.jan: ACCESS EXCLUSIVE
--   public.mar: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
BEGIN;

LOCK TABLE public.q1 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.q1 WHERE ((at IS NOT NULL) AND (at >= '2026-02-01'::date) AND (at < '2026-03-01'::date)) OR ((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2026-02-01'::date)) OR ((at IS NOT NULL) AND (at >= '2026-03-01'::date) AND (at < '2026-04-01'::date)) RETURNING id, at
)
INSERT INTO public.plumbline_moved_p (id, at) SELECT id, at FROM moved;

DROP TABLE public.q1;

CREATE TABLE public.feb PARTITION OF public.p FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');

CREATE TABLE public.jan PARTITION OF public.p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');

CREATE TABLE public.mar PARTITION OF public.p FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');

INSERT INTO public.p (id, at) OVERRIDING SYSTEM VALUE SELECT id, at FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- down hazards
--   set aside the rows of public.p that get another partition: reads the table
--   drop table public.q1: data loss

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.q1: ACCESS EXCLUSIVE
