-- common
CREATE TABLE p (a int) PARTITION BY LIST (a);
-- old
CREATE TABLE c (a int);
-- new
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
-- rows
INSERT INTO c VALUES (1);
-- query
SELECT a FROM c

-- up
ALTER TABLE public.c ADD CONSTRAINT plumbline_bound CHECK (((a IS NOT NULL) AND (a = 1))) NOT VALID;

ALTER TABLE public.c VALIDATE CONSTRAINT plumbline_bound;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.c FOR VALUES IN (1);
ALTER TABLE public.c DROP CONSTRAINT plumbline_bound;
COMMIT;

-- hazards
--   validate that public.c fits public.p: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE

-- down
SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.p') AND i.inhrelid = to_regclass('public.c') \gexec

DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.c')
            AND k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK (((a IS NOT NULL) AND (a = 1)))'
    LOOP
        EXECUTE format('ALTER TABLE public.c DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE
