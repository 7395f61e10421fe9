-- old
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
-- new
CREATE TABLE p (a int, b int, c text) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 (a int, b int);
-- rows
INSERT INTO p VALUES (1, 1), (2, 2);
-- query
SELECT a, b FROM p2

-- up
ALTER TABLE public.p DETACH PARTITION public.p2;

ALTER TABLE public.p ADD COLUMN c text;

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP COLUMN c;

ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES IN (2);

-- down hazards
--   drop column public.p.c: data loss
--   attach partition public.p2 to public.p: may fail on existing data, reads the table

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
