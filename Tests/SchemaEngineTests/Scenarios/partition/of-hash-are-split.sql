-- No condition says which rows a hash partition takes, so all rows of the partitions that change are written again.
-- old
CREATE TABLE t (i int) PARTITION BY HASH (i);
CREATE TABLE h0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE h1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);
-- new
CREATE TABLE t (i int) PARTITION BY HASH (i);
CREATE TABLE h0 PARTITION OF t FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE h1 PARTITION OF t FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE h2 PARTITION OF t FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE h3 PARTITION OF t FOR VALUES WITH (MODULUS 4, REMAINDER 3);
-- rows
INSERT INTO t SELECT generate_series(1, 20);
-- query
SELECT i FROM t ORDER BY i

-- up
BEGIN;

LOCK TABLE public.h0, public.h1 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_t AS TABLE public.t WITH NO DATA;
WITH moved AS (
    DELETE FROM public.h0 RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;
WITH moved AS (
    DELETE FROM public.h1 RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;

ALTER TABLE public.t DETACH PARTITION public.h0;

ALTER TABLE public.t DETACH PARTITION public.h1;

ALTER TABLE public.t ATTACH PARTITION public.h0 FOR VALUES WITH (modulus 4, remainder 0);

ALTER TABLE public.t ATTACH PARTITION public.h1 FOR VALUES WITH (modulus 4, remainder 1);

CREATE TABLE public.h2 PARTITION OF public.t FOR VALUES WITH (modulus 4, remainder 2);

CREATE TABLE public.h3 PARTITION OF public.t FOR VALUES WITH (modulus 4, remainder 3);

INSERT INTO public.t (i) OVERRIDING SYSTEM VALUE SELECT i FROM public.plumbline_moved_t;
DROP TABLE public.plumbline_moved_t;

COMMIT;

-- hazards
--   set aside the rows of public.t that get another partition: reads the table
--   attach partition public.h0 to public.t: reads the table
--   attach partition public.h1 to public.t: reads the table

-- locks
--   public.h0: ACCESS EXCLUSIVE
--   public.h1: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

LOCK TABLE public.h0, public.h1, public.h2, public.h3 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_t AS TABLE public.t WITH NO DATA;
WITH moved AS (
    DELETE FROM public.h0 RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;
WITH moved AS (
    DELETE FROM public.h1 RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;
WITH moved AS (
    DELETE FROM public.h2 RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;
WITH moved AS (
    DELETE FROM public.h3 RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;

DROP TABLE public.h2;

DROP TABLE public.h3;

ALTER TABLE public.t DETACH PARTITION public.h0;

ALTER TABLE public.t DETACH PARTITION public.h1;

ALTER TABLE public.t ATTACH PARTITION public.h0 FOR VALUES WITH (modulus 2, remainder 0);

ALTER TABLE public.t ATTACH PARTITION public.h1 FOR VALUES WITH (modulus 2, remainder 1);

INSERT INTO public.t (i) OVERRIDING SYSTEM VALUE SELECT i FROM public.plumbline_moved_t;
DROP TABLE public.plumbline_moved_t;

COMMIT;

-- down hazards
--   set aside the rows of public.t that get another partition: reads the table
--   drop table public.h2: data loss
--   drop table public.h3: data loss
--   attach partition public.h0 to public.t: reads the table
--   attach partition public.h1 to public.t: reads the table

-- down locks
--   public.h0: ACCESS EXCLUSIVE
--   public.h1: ACCESS EXCLUSIVE
--   public.h2: ACCESS EXCLUSIVE
--   public.h3: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
