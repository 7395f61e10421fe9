-- DROP NOT NULL on the parent leaves a partition alone that has declared the constraint too.
-- since: 18
-- old
CREATE TABLE p (a int NOT NULL, b int NOT NULL, c int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p (b NOT NULL, c NOT NULL) FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
ALTER TABLE p2 ALTER b SET NOT NULL;
-- new
CREATE TABLE p (a int NOT NULL, b int, c int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p (c NOT NULL) FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
ALTER TABLE p2 ALTER b SET NOT NULL;
-- rows
INSERT INTO p VALUES (1, 1, 1), (2, 2, 2);
-- query
SELECT * FROM p ORDER BY a

-- up
BEGIN;
ALTER TABLE public.p ALTER COLUMN b DROP NOT NULL;
ALTER TABLE public.p1 ALTER COLUMN b DROP NOT NULL;
COMMIT;

ALTER TABLE public.p ALTER COLUMN c DROP NOT NULL;

ALTER TABLE public.p2 RENAME CONSTRAINT p_b_not_null TO p2_b_not_null;

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p ADD CONSTRAINT plumbline_c_not_null CHECK (c IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_c_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN c SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_c_not_null;
COMMIT;

ALTER TABLE public.p1 ADD CONSTRAINT p1_b_not_null NOT NULL b NOT VALID;

ALTER TABLE public.p1 VALIDATE CONSTRAINT p1_b_not_null;

ALTER TABLE public.p ADD CONSTRAINT plumbline_b_not_null CHECK (b IS NOT NULL) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT plumbline_b_not_null;

BEGIN;
ALTER TABLE public.p ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.p DROP CONSTRAINT plumbline_b_not_null;
COMMIT;

BEGIN;
ALTER TABLE public.p DETACH PARTITION public.p2;
ALTER TABLE public.p2 RENAME CONSTRAINT p2_b_not_null TO p_b_not_null;
ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES IN (2);
COMMIT;

-- down hazards
--   validate that column public.p.c is not null: may fail on existing data, reads the table
--   validate constraint public.p1.p1_b_not_null: may fail on existing data, reads the table
--   validate that column public.p.b is not null: may fail on existing data, reads the table
--   rename the NOT NULL constraints of table public.p2: reads the table

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
