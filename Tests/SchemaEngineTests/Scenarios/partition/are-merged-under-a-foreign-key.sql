-- The foreign key is away while its rows get another partition.
-- old
CREATE TABLE t (i int PRIMARY KEY) PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
CREATE TABLE q (i int REFERENCES t);
-- new
CREATE TABLE t (i int PRIMARY KEY) PARTITION BY RANGE (i);
CREATE TABLE t12 PARTITION OF t FOR VALUES FROM (0) TO (20);
CREATE TABLE q (i int REFERENCES t);
-- rows
INSERT INTO t VALUES (1), (11);
INSERT INTO q VALUES (1), (11);
-- query
SELECT t.i, q.i FROM t JOIN q USING (i) ORDER BY 1

-- up
BEGIN;

ALTER TABLE public.q DROP CONSTRAINT q_i_fkey;

LOCK TABLE public.t1, public.t2 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_t AS TABLE public.t WITH NO DATA;
WITH moved AS (
    DELETE FROM public.t1 WHERE ((i IS NOT NULL) AND (i >= 0) AND (i < 20)) RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;
WITH moved AS (
    DELETE FROM public.t2 WHERE ((i IS NOT NULL) AND (i >= 0) AND (i < 20)) RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;

ALTER TABLE public.t DETACH PARTITION public.t1;
DROP TABLE public.t1;

ALTER TABLE public.t DETACH PARTITION public.t2;
DROP TABLE public.t2;

CREATE TABLE public.t12 PARTITION OF public.t FOR VALUES FROM (0) TO (20);

INSERT INTO public.t (i) OVERRIDING SYSTEM VALUE SELECT i FROM public.plumbline_moved_t;
DROP TABLE public.plumbline_moved_t;

ALTER TABLE public.q ADD CONSTRAINT q_i_fkey FOREIGN KEY (i) REFERENCES public.t(i) NOT VALID;

COMMIT;

ALTER TABLE public.q VALIDATE CONSTRAINT q_i_fkey;

-- hazards
--   set aside the rows of public.t that get another partition: reads the table
--   drop table public.t1: data loss
--   drop table public.t2: data loss
--   validate constraint public.q.q_i_fkey: may fail on existing data, reads the table

-- locks
--   public.q: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
--   public.t2: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.q DROP CONSTRAINT q_i_fkey;

LOCK TABLE public.t12 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_t AS TABLE public.t WITH NO DATA;
WITH moved AS (
    DELETE FROM public.t12 WHERE ((i IS NOT NULL) AND (i >= 0) AND (i < 10)) OR ((i IS NOT NULL) AND (i >= 10) AND (i < 20)) RETURNING i
)
INSERT INTO public.plumbline_moved_t (i) SELECT i FROM moved;

ALTER TABLE public.t DETACH PARTITION public.t12;
DROP TABLE public.t12;

CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES FROM (0) TO (10);

CREATE TABLE public.t2 PARTITION OF public.t FOR VALUES FROM (10) TO (20);

INSERT INTO public.t (i) OVERRIDING SYSTEM VALUE SELECT i FROM public.plumbline_moved_t;
DROP TABLE public.plumbline_moved_t;

ALTER TABLE public.q ADD CONSTRAINT q_i_fkey FOREIGN KEY (i) REFERENCES public.t(i) NOT VALID;

COMMIT;

ALTER TABLE public.q VALIDATE CONSTRAINT q_i_fkey;

-- down hazards
--   set aside the rows of public.t that get another partition: reads the table
--   drop table public.t12: data loss
--   validate constraint public.q.q_i_fkey: may fail on existing data, reads the table

-- down locks
--   public.q: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t12: ACCESS EXCLUSIVE
