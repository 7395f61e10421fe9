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
SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.p') AND i.inhrelid = to_regclass('public.p2') \gexec

DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.p2')
            AND k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK (((a IS NOT NULL) AND (a = 2)))'
    LOOP
        EXECUTE format('ALTER TABLE public.p2 DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;

ALTER TABLE public.p ADD COLUMN c text;

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP COLUMN c;

ALTER TABLE public.p2 ADD CONSTRAINT plumbline_bound CHECK (((a IS NOT NULL) AND (a = 2))) NOT VALID;

ALTER TABLE public.p2 VALIDATE CONSTRAINT plumbline_bound;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.p2 FOR VALUES IN (2);
ALTER TABLE public.p2 DROP CONSTRAINT plumbline_bound;
COMMIT;

-- down hazards
--   drop column public.p.c: data loss
--   validate that public.p2 fits public.p: may fail on existing data, reads the table

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p2: ACCESS EXCLUSIVE
