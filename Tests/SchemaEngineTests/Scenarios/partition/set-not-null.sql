-- old
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- new
CREATE TABLE p (a int, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- rows
INSERT INTO p VALUES (1, 1);
-- query
SELECT a, b FROM p

-- up
ALTER TABLE public.p ADD CONSTRAINT plumbline_b_not_null CHECK (b IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_b_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_b_not_null;
COMMIT;

-- hazards
--   validate that column public.p.b is not null: may fail on existing data, reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p ALTER COLUMN b DROP NOT NULL;

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
