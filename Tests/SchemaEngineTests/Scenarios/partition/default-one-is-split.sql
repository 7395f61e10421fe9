-- Rows return only when the default partition exists.
-- old
CREATE TABLE t (i int) PARTITION BY LIST (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1, 2);
CREATE TABLE td PARTITION OF t DEFAULT;
-- new
CREATE TABLE t (i int) PARTITION BY LIST (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);
CREATE TABLE t3 PARTITION OF t FOR VALUES IN (3);
-- rows
INSERT INTO t VALUES (1), (2), (3);
-- query
SELECT i FROM t ORDER BY i

-- up
BEGIN;

LOCK TABLE public.t1, public.td IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_t AS TABLE public.t WITH NO DATA;
WITH moved AS (
    DELETE FROM public.t1 WHERE NOT (((i IS NOT NULL) AND (i = 1))) RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;
WITH moved AS (
    DELETE FROM public.td WHERE ((i IS NOT NULL) AND (i = 1)) OR ((i IS NOT NULL) AND (i = 2)) OR ((i IS NOT NULL) AND (i = 3)) RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;

DROP TABLE public.td;

ALTER TABLE public.t DETACH PARTITION public.t1;

ALTER TABLE public.t ATTACH PARTITION public.t1 FOR VALUES IN (1);

CREATE TABLE public.t2 PARTITION OF public.t FOR VALUES IN (2);

CREATE TABLE public.t3 PARTITION OF public.t FOR VALUES IN (3);

INSERT INTO public.t (i) OVERRIDING SYSTEM VALUE SELECT i FROM public.plumbline_moved_t;
DROP TABLE public.plumbline_moved_t;

COMMIT;

-- hazards
--   set aside the rows of public.t that get another partition: reads the table
--   drop table public.td: data loss
--   attach partition public.t1 to public.t: reads the table
--   return the rows of public.t to the partitions that take them: may fail on existing data

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
--   public.td: ACCESS EXCLUSIVE

-- down
BEGIN;

LOCK TABLE public.t1, public.t2, public.t3 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_t AS TABLE public.t WITH NO DATA;
WITH moved AS (
    DELETE FROM public.t1 WHERE NOT (((i IS NOT NULL) AND (i = ANY (ARRAY[1, 2])))) RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;
WITH moved AS (
    DELETE FROM public.t2 RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;
WITH moved AS (
    DELETE FROM public.t3 RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;

DROP TABLE public.t2;

DROP TABLE public.t3;

ALTER TABLE public.t DETACH PARTITION public.t1;

ALTER TABLE public.t ATTACH PARTITION public.t1 FOR VALUES IN (1, 2);

CREATE TABLE public.td PARTITION OF public.t DEFAULT;

INSERT INTO public.t (i) OVERRIDING SYSTEM VALUE SELECT i FROM public.plumbline_moved_t;
DROP TABLE public.plumbline_moved_t;

COMMIT;

-- down hazards
--   set aside the rows of public.t that get another partition: reads the table
--   drop table public.t2: data loss
--   drop table public.t3: data loss
--   attach partition public.t1 to public.t: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
--   public.t2: ACCESS EXCLUSIVE
--   public.t3: ACCESS EXCLUSIVE
