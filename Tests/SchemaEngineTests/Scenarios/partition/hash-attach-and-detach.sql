-- common
CREATE TABLE p (a int) PARTITION BY HASH (a);
CREATE TABLE d PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
-- old
CREATE TABLE c (a int);
-- new
CREATE TABLE c PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);

-- up
ALTER TABLE public.p ATTACH PARTITION public.c FOR VALUES WITH (modulus 2, remainder 1);

-- hazards
--   attach partition public.c to public.p: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE

-- down
SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.p') AND i.inhrelid = to_regclass('public.c') \gexec

BEGIN;
LOCK TABLE public.c IN ACCESS EXCLUSIVE MODE;
DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.c')
            AND k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) LIKE 'CHECK (satisfies_hash_partition(%'
    LOOP
        EXECUTE format('ALTER TABLE public.c DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;
COMMIT;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: SHARE UPDATE EXCLUSIVE
