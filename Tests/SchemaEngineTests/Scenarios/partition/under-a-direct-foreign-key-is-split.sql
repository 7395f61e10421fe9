-- The foreign key to the partition itself is away while rows move, so that ON DELETE CASCADE deletes nothing.
-- common
CREATE TABLE p (id int, a int, PRIMARY KEY (id, a)) PARTITION BY RANGE (a);
-- old
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20);
CREATE TABLE f (id int, a int, CONSTRAINT k FOREIGN KEY (id, a) REFERENCES p1 ON DELETE CASCADE);
-- new
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE TABLE f (id int, a int, CONSTRAINT k FOREIGN KEY (id, a) REFERENCES p1 ON DELETE CASCADE);
-- rows
INSERT INTO p SELECT i, i FROM generate_series(0, 5) i; INSERT INTO f SELECT id, a FROM p
-- query
SELECT id, a FROM f ORDER BY id

-- up
BEGIN;

ALTER TABLE public.f DROP CONSTRAINT k;

LOCK TABLE public.p1 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.p1 WHERE NOT (((a IS NOT NULL) AND (a >= 0) AND (a < 10))) RETURNING id, a
)
INSERT INTO public.plumbline_moved_p (id, a) SELECT id, a FROM moved;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (10);

CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (10) TO (20);

INSERT INTO public.p (id, a) OVERRIDING SYSTEM VALUE SELECT id, a FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

ALTER TABLE public.f ADD CONSTRAINT k FOREIGN KEY (id, a) REFERENCES public.p1(id, a) ON DELETE CASCADE NOT VALID;

COMMIT;

ALTER TABLE public.f VALIDATE CONSTRAINT k;

-- hazards
--   set aside the rows of public.p that get another partition: reads the table
--   attach partition public.p1 to public.p: reads the table
--   return the rows of public.p to the partitions that take them: may fail on existing data
--   validate constraint public.f.k: may fail on existing data, reads the table

-- locks
--   public.f: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.f DROP CONSTRAINT k;

LOCK TABLE public.p2 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
WITH moved AS (
    DELETE FROM public.p2 WHERE ((a IS NOT NULL) AND (a >= 0) AND (a < 20)) RETURNING id, a
)
INSERT INTO public.plumbline_moved_p (id, a) SELECT id, a FROM moved;

ALTER TABLE public.p DETACH PARTITION public.p2;
DROP TABLE public.p2;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (20);

INSERT INTO public.p (id, a) OVERRIDING SYSTEM VALUE SELECT id, a FROM public.plumbline_moved_p;
DROP TABLE public.plumbline_moved_p;

ALTER TABLE public.f ADD CONSTRAINT k FOREIGN KEY (id, a) REFERENCES public.p1(id, a) ON DELETE CASCADE NOT VALID;

COMMIT;

ALTER TABLE public.f VALIDATE CONSTRAINT k;

-- down hazards
--   set aside the rows of public.p that get another partition: reads the table
--   drop table public.p2: data loss
--   attach partition public.p1 to public.p: reads the table
--   return the rows of public.p to the partitions that take them: may fail on existing data
--   validate constraint public.f.k: may fail on existing data, reads the table

-- down locks
--   public.f: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
