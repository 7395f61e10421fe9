-- A partition keeps a part of its rows, and a new one takes the others.
-- common
CREATE TABLE p (id int NOT NULL, a int, t text, twice int GENERATED ALWAYS AS (a * 2) STORED) PARTITION BY RANGE (a);
CREATE INDEX p_t ON p (t);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'a row is written'; END $$;
-- old
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20);
CREATE TRIGGER r AFTER DELETE OR UPDATE ON p FOR EACH ROW EXECUTE FUNCTION refuse();
-- new
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE TRIGGER r AFTER DELETE OR UPDATE ON p FOR EACH ROW EXECUTE FUNCTION refuse();
-- rows
INSERT INTO p (id, a, t) SELECT i, i, 'row ' || i FROM generate_series(0, 19) i
-- query
SELECT id, a, t, twice FROM p ORDER BY id

-- up
BEGIN;

LOCK TABLE public.p1 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
ALTER TABLE public.p DISABLE TRIGGER r;
WITH moved AS (
    DELETE FROM public.p1 WHERE NOT (((a IS NOT NULL) AND (a >= 0) AND (a < 10))) RETURNING id, a, t
)
INSERT INTO public.plumbline_moved_p (id, a, t) SELECT id, a, t FROM moved;
ALTER TABLE public.p ENABLE TRIGGER r;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (10);

CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES FROM (10) TO (20);

ALTER TABLE public.p DISABLE TRIGGER r;
INSERT INTO public.p (id, a, t) OVERRIDING SYSTEM VALUE SELECT id, a, t FROM public.plumbline_moved_p;
ALTER TABLE public.p ENABLE TRIGGER r;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- hazards
--   set aside the rows of public.p that get another partition: reads the table
--   attach partition public.p1 to public.p: reads the table
--   return the rows of public.p to the partitions that take them: may fail on existing data

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
BEGIN;

LOCK TABLE public.p2 IN ACCESS EXCLUSIVE MODE;
CREATE TABLE public.plumbline_moved_p AS TABLE public.p WITH NO DATA;
ALTER TABLE public.p DISABLE TRIGGER r;
WITH moved AS (
    DELETE FROM public.p2 WHERE ((a IS NOT NULL) AND (a >= 0) AND (a < 20)) RETURNING id, a, t
)
INSERT INTO public.plumbline_moved_p (id, a, t) SELECT id, a, t FROM moved;
ALTER TABLE public.p ENABLE TRIGGER r;

DROP TABLE public.p2;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (20);

ALTER TABLE public.p DISABLE TRIGGER r;
INSERT INTO public.p (id, a, t) OVERRIDING SYSTEM VALUE SELECT id, a, t FROM public.plumbline_moved_p;
ALTER TABLE public.p ENABLE TRIGGER r;
DROP TABLE public.plumbline_moved_p;

COMMIT;

-- down hazards
--   set aside the rows of public.p that get another partition: reads the table
--   drop table public.p2: data loss
--   attach partition public.p1 to public.p: reads the table
--   return the rows of public.p to the partitions that take them: may fail on existing data

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
