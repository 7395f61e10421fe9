-- The default partition holds rows that belong to a new partition.
-- common
CREATE TABLE p (id int, a text) PARTITION BY LIST (a);
CREATE TABLE rest PARTITION OF p DEFAULT;
-- new
CREATE TABLE x PARTITION OF p FOR VALUES IN ('x');
-- rows
INSERT INTO p VALUES (1, 'x'), (2, 'y'), (3, NULL)
-- query
SELECT id, a FROM p ORDER BY id

-- up
BEGIN;

LOCK TABLE public.rest IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.rest WHERE ((a IS NOT NULL) AND (a = 'x'::text)) RETURNING id, a
)
INSERT INTO public.plumbline_moved_p (id, a) SELECT id, a FROM moved;

CREATE TABLE public.x PARTITION OF public.p FOR VALUES IN ('x');

INSERT INTO public.p (id, a) OVERRIDING SYSTEM VALUE SELECT id, a FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- hazards
--   set aside the rows of public.p that get another partition: reads the table
--   create table public.x: reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.rest: ACCESS EXCLUSIVE

-- down
BEGIN;

LOCK TABLE public.x IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.x RETURNING id, a
)
INSERT INTO public.plumbline_moved_p (id, a) SELECT id, a FROM moved;

DROP TABLE public.x;

INSERT INTO public.p (id, a) OVERRIDING SYSTEM VALUE SELECT id, a FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- down hazards
--   set aside the rows of public.p that get another partition: reads the table
--   drop table public.x: data loss

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.rest: ACCESS EXCLUSIVE
--   public.x: ACCESS EXCLUSIVE
