-- common
CREATE TABLE p (a int) PARTITION BY LIST (a);
-- old
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- new
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2);
-- rows
INSERT INTO p VALUES (1);
-- query
SELECT a FROM p

-- up
BEGIN;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN (1, 2);

COMMIT;

-- hazards
--   attach partition public.p1 to public.p: may fail on existing data, reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.p DETACH PARTITION public.p1;

ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);

COMMIT;

-- down hazards
--   attach partition public.p1 to public.p: may fail on existing data, reads the table

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
