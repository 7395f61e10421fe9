-- common
CREATE TABLE p (id int, k text) PARTITION BY LIST (k);
-- old
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a', 'b');
-- new
CREATE TABLE p1 (id int, k text);
-- rows
INSERT INTO p VALUES (1, 'a');
-- query
SELECT id, k FROM p1

-- up
SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.p') AND i.inhrelid = to_regclass('public.p1') \gexec

DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.p1')
            AND k.contype = 'c' AND starts_with(pg_catalog.pg_get_constraintdef(k.oid), 'CHECK (((k IS NOT NULL) AND (k = ANY (')
    LOOP
        EXECUTE format('ALTER TABLE public.p1 DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;

-- locks
--   public.p: SHARE UPDATE EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p1 ADD CONSTRAINT plumbline_bound CHECK (((k IS NOT NULL) AND (k = ANY (ARRAY['a'::text, 'b'::text])))) NOT VALID;

ALTER TABLE public.p1 VALIDATE CONSTRAINT plumbline_bound;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN ('a', 'b');
ALTER TABLE public.p1 DROP CONSTRAINT plumbline_bound;
COMMIT;

-- down hazards
--   validate that public.p1 fits public.p: may fail on existing data, reads the table

-- down locks
--   public.p: SHARE UPDATE EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
