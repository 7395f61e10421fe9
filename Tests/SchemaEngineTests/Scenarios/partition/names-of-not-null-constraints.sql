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

ALTER TABLE public.joins ADD CONSTRAINT plumbline_bound CHECK (((a IS NOT NULL) AND (a = 2))) NOT VALID;

ALTER TABLE public.joins VALIDATE CONSTRAINT plumbline_bound;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.joins FOR VALUES IN (2);
ALTER TABLE public.joins DROP CONSTRAINT plumbline_bound;
COMMIT;

SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.p') AND i.inhrelid = to_regclass('public.leaves') \gexec

DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.leaves')
            AND k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK (((a IS NOT NULL) AND (a = 3)))'
    LOOP
        EXECUTE format('ALTER TABLE public.leaves DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;

ALTER TABLE public.leaves RENAME CONSTRAINT p_a_not_null TO leaves_a_not_null;

ALTER TABLE public.leaves RENAME CONSTRAINT p_b_not_null TO mine;

BEGIN;
ALTER TABLE public.p DETACH PARTITION public.renamed;
ALTER TABLE public.renamed RENAME CONSTRAINT p_a_not_null TO renamed_a_not_null;
ALTER TABLE public.renamed RENAME CONSTRAINT p_b_not_null TO here;
ALTER TABLE public.p ATTACH PARTITION public.renamed FOR VALUES IN (1);
COMMIT;

-- hazards
--   validate that public.joins fits public.p: may fail on existing data, reads the table
--   rename the NOT NULL constraints of table public.renamed: reads the table

-- locks
--   public.joins: ACCESS EXCLUSIVE
--   public.leaves: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.renamed: ACCESS EXCLUSIVE

-- down
SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.p') AND i.inhrelid = to_regclass('public.joins') \gexec

DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.joins')
            AND k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK (((a IS NOT NULL) AND (a = 2)))'
    LOOP
        EXECUTE format('ALTER TABLE public.joins DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;

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

ALTER TABLE public.leaves ADD CONSTRAINT plumbline_bound CHECK (((a IS NOT NULL) AND (a = 3))) NOT VALID;

ALTER TABLE public.leaves VALIDATE CONSTRAINT plumbline_bound;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.leaves FOR VALUES IN (3);
ALTER TABLE public.leaves DROP CONSTRAINT plumbline_bound;
COMMIT;

DROP TABLE public.added;

-- down hazards
--   rename the NOT NULL constraints of table public.renamed: reads the table
--   validate that public.leaves fits public.p: may fail on existing data, reads the table
--   drop table public.added: data loss

-- down locks
--   public.added: ACCESS EXCLUSIVE
--   public.joins: ACCESS EXCLUSIVE
--   public.leaves: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.renamed: ACCESS EXCLUSIVE
