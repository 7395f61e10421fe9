-- PostgreSQL reads the default partition, and refuses the new one while rows of it are there.
-- old
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE d PARTITION OF p DEFAULT PARTITION BY LIST (b);
CREATE TABLE d1 PARTITION OF d DEFAULT;
CREATE TABLE t (a int, b int);
-- new
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE d PARTITION OF p DEFAULT PARTITION BY LIST (b);
CREATE TABLE d1 PARTITION OF d DEFAULT;
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
CREATE TABLE t PARTITION OF p FOR VALUES IN (2);
-- rows
INSERT INTO p VALUES (3, 3);
-- query
SELECT a FROM p

-- up
BEGIN;

LOCK TABLE public.d IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.d WHERE ((a IS NOT NULL) AND (a = 1)) RETURNING a, b
)
INSERT INTO public.plumbline_moved_p (a, b) SELECT a, b FROM moved;

CREATE TABLE public.c PARTITION OF public.p FOR VALUES IN (1);

INSERT INTO public.p (a, b) OVERRIDING SYSTEM VALUE SELECT a, b FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

COMMIT;

ALTER TABLE public.t ADD CONSTRAINT plumbline_bound CHECK (((a IS NOT NULL) AND (a = 2))) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_bound;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.t FOR VALUES IN (2);
ALTER TABLE public.t DROP CONSTRAINT plumbline_bound;
COMMIT;

-- hazards
--   set aside the rows of public.p that get another partition: reads the table
--   create table public.c: reads the table
--   validate that public.t fits public.p: may fail on existing data, reads the table
--   attach partition public.t to public.p: may fail on existing data, reads the table

-- locks
--   public.d: ACCESS EXCLUSIVE
--   public.d1: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DETACH PARTITION public.t;

BEGIN;

LOCK TABLE public.c IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.c RETURNING a, b
)
INSERT INTO public.plumbline_moved_p (a, b) SELECT a, b FROM moved;

DROP TABLE public.c;

INSERT INTO public.p (a, b) OVERRIDING SYSTEM VALUE SELECT a, b FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- down hazards
--   set aside the rows of public.p that get another partition: reads the table
--   drop table public.c: data loss

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.d: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
