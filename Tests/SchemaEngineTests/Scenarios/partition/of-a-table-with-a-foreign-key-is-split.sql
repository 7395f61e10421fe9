-- The partitioned table refers to another one; nothing refers to it.
-- common
CREATE TABLE person (id int PRIMARY KEY);
CREATE TABLE p (id int NOT NULL, a int, person int REFERENCES person) PARTITION BY RANGE (a);
CREATE TABLE rest PARTITION OF p DEFAULT;
-- old
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20);
-- new
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
-- rows
INSERT INTO person VALUES (1);
INSERT INTO p SELECT i, i, 1 FROM generate_series(0, 19) i
-- query
SELECT id, a, person FROM p ORDER BY id

-- up
BEGIN;

LOCK TABLE public.p1, public.rest IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.p1 WHERE NOT (((a IS NOT NULL) AND (a >= 0) AND (a < 10))) RETURNING id, a, person
)
INSERT INTO public.plumbline_moved_p (id, a, person) SELECT id, a, person FROM moved;
WITH moved AS (
    DELETE FROM public.rest WHERE ((a IS NOT NULL) AND (a >= 0) AND (a < 10)) OR ((a IS NOT NULL) AND (a >= 10) AND (a < 20)) RETURNING id, a, person
)
INSERT INTO public.plumbline_moved_p (id, a, person) SELECT id, a, person FROM moved;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (10);

CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (10) TO (20);

INSERT INTO public.p (id, a, person) OVERRIDING SYSTEM VALUE SELECT id, a, person FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- hazards
--   set aside the rows of public.p that get another partition: reads the table
--   attach partition public.p1 to public.p: reads the table
--   create table public.p2: reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.person: ACCESS EXCLUSIVE
--   public.rest: ACCESS EXCLUSIVE

-- down
BEGIN;

LOCK TABLE public.p1, public.p2, public.rest IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.p1 WHERE NOT (((a IS NOT NULL) AND (a >= 0) AND (a < 20))) RETURNING id, a, person
)
INSERT INTO public.plumbline_moved_p (id, a, person) SELECT id, a, person FROM moved;
WITH moved AS (
    DELETE FROM public.p2 RETURNING id, a, person
)
INSERT INTO public.plumbline_moved_p (id, a, person) SELECT id, a, person FROM moved;
WITH moved AS (
    DELETE FROM public.rest WHERE ((a IS NOT NULL) AND (a >= 0) AND (a < 20)) RETURNING id, a, person
)
INSERT INTO public.plumbline_moved_p (id, a, person) SELECT id, a, person FROM moved;

DROP TABLE public.p2;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (20);

INSERT INTO public.p (id, a, person) OVERRIDING SYSTEM VALUE SELECT id, a, person FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- down hazards
--   set aside the rows of public.p that get another partition: reads the table
--   drop table public.p2: data loss
--   attach partition public.p1 to public.p: reads the table

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
--   public.person: ACCESS EXCLUSIVE
--   public.rest: ACCESS EXCLUSIVE
