-- common
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE p (id int REFERENCES r, CONSTRAINT positive CHECK (id > 0)) PARTITION BY LIST (id);
-- old
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
-- new
CREATE TABLE c (id int);
-- rows
INSERT INTO r VALUES (1);
INSERT INTO p VALUES (1);
-- query
SELECT id FROM c

-- up
SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.p') AND i.inhrelid = to_regclass('public.c') \gexec

BEGIN;
DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.c')
            AND k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK (((id IS NOT NULL) AND (id = 1)))' AND k.conname NOT IN ('positive')
    LOOP
        EXECUTE format('ALTER TABLE public.c DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;
ALTER TABLE public.c DROP CONSTRAINT positive;
ALTER TABLE public.c DROP CONSTRAINT p_id_fkey;
COMMIT;

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE
--   public.r: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.c ADD CONSTRAINT positive CHECK ((id > 0)) NOT VALID;
ALTER TABLE public.c ADD CONSTRAINT plumbline_bound CHECK (((id IS NOT NULL) AND (id = 1))) NOT VALID;
ALTER TABLE public.c ADD CONSTRAINT p_id_fkey FOREIGN KEY (id) REFERENCES public.r(id) NOT VALID;
COMMIT;

ALTER TABLE public.c VALIDATE CONSTRAINT positive, VALIDATE CONSTRAINT plumbline_bound, VALIDATE CONSTRAINT p_id_fkey;

BEGIN;
ALTER TABLE public.p ATTACH PARTITION public.c FOR VALUES IN (1);
ALTER TABLE public.c DROP CONSTRAINT plumbline_bound;
COMMIT;

-- down hazards
--   validate that public.c fits public.p: may fail on existing data, reads the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE
--   public.r: ACCESS EXCLUSIVE
