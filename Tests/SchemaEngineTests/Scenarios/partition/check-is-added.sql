-- common
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- new
ALTER TABLE p ADD CONSTRAINT k CHECK (b > 0);
-- rows
INSERT INTO p VALUES (1, 1);
-- query
SELECT a, b FROM p

-- up
ALTER TABLE public.p ADD CONSTRAINT k CHECK ((b > 0)) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT k;

-- hazards
--   validate constraint public.p.k: may fail on existing data, reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP CONSTRAINT k;

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
