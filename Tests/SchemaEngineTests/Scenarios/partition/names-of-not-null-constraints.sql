-- PARTITION OF gives a NOT NULL constraint the parent's name; a table that was attached keeps its own. PostgreSQL renames no inherited one.
-- since: 18
-- old
CREATE TABLE p (a int NOT NULL, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE renamed PARTITION OF p FOR VALUES IN (1);
CREATE TABLE joins (a int NOT NULL, b int NOT NULL);
CREATE TABLE leaves PARTITION OF p FOR VALUES IN (3);
-- new
CREATE TABLE p (a int NOT NULL, b int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE renamed (a int NOT NULL, b int CONSTRAINT here NOT NULL);
ALTER TABLE p ATTACH PARTITION renamed FOR VALUES IN (1);
CREATE TABLE joins PARTITION OF p FOR VALUES IN (2);
CREATE TABLE leaves (a int NOT NULL, b int CONSTRAINT mine NOT NULL);
CREATE TABLE added (a int NOT NULL, b int NOT NULL);
ALTER TABLE p ATTACH PARTITION added FOR VALUES IN (4);
-- rows
INSERT INTO p VALUES (1, 1), (3, 3);
INSERT INTO joins VALUES (2, 2);
-- query
SELECT * FROM joins

-- up
BEGIN;
CREATE TABLE public.added (
    a integer NOT NULL,
    b integer NOT NULL
);
ALTER TABLE public.p ATTACH PARTITION public.added FOR VALUES IN (4);
COMMIT;

ALTER TABLE public.joins RENAME CONSTRAINT joins_a_not_null TO p_a_not_null;

ALTER TABLE public.joins RENAME CONSTRAINT joins_b_not_null TO p_b_not_null;

ALTER TABLE public.p ATTACH PARTITION public.joins FOR VALUES IN (2);

ALTER TABLE public.p DETACH PARTITION public.leaves;

ALTER TABLE public.leaves RENAME CONSTRAINT p_a_not_null TO leaves_a_not_null;

ALTER TABLE public.leaves RENAME CONSTRAINT p_b_not_null TO mine;

BEGIN;
ALTER TABLE public.p DETACH PARTITION public.renamed;
ALTER TABLE public.renamed RENAME CONSTRAINT p_a_not_null TO renamed_a_not_null;
ALTER TABLE public.renamed RENAME CONSTRAINT p_b_not_null TO here;
ALTER TABLE public.p ATTACH PARTITION public.renamed FOR VALUES IN (1);
COMMIT;

-- hazards
--   attach partition public.joins to public.p: may fail on existing data, reads the table
--   rename the NOT NULL constraints of table public.renamed: reads the table

-- locks
--   public.joins: ACCESS EXCLUSIVE
--   public.leaves: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.renamed: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DETACH PARTITION public.joins;

ALTER TABLE public.joins RENAME CONSTRAINT p_a_not_null TO joins_a_not_null;

ALTER TABLE public.joins RENAME CONSTRAINT p_b_not_null TO joins_b_not_null;

ALTER TABLE public.leaves RENAME CONSTRAINT leaves_a_not_null TO p_a_not_null;

BEGIN;
ALTER TABLE public.p DETACH PARTITION public.renamed;
ALTER TABLE public.renamed RENAME CONSTRAINT renamed_a_not_null TO p_a_not_null;
ALTER TABLE public.renamed RENAME CONSTRAINT here TO p_b_not_null;
ALTER TABLE public.p ATTACH PARTITION public.renamed FOR VALUES IN (1);
COMMIT;

ALTER TABLE public.leaves RENAME CONSTRAINT mine TO p_b_not_null;

ALTER TABLE public.p ATTACH PARTITION public.leaves FOR VALUES IN (3);

DROP TABLE public.added;

-- down hazards
--   rename the NOT NULL constraints of table public.renamed: reads the table
--   attach partition public.leaves to public.p: may fail on existing data, reads the table
--   drop table public.added: data loss

-- down locks
--   public.added: ACCESS EXCLUSIVE
--   public.joins: ACCESS EXCLUSIVE
--   public.leaves: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.renamed: ACCESS EXCLUSIVE
