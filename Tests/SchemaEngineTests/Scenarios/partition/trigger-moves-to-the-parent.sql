-- A partition's own trigger goes before its parent's of the same name comes, and before the partition is attached to such a parent.
-- common
CREATE TABLE a (i int) PARTITION BY RANGE (i);
CREATE TRIGGER quiet BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TABLE a1 (i int);
CREATE TABLE t (i int) PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- old
CREATE TRIGGER quiet BEFORE UPDATE ON a1 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER quiet BEFORE UPDATE ON t1 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
-- new
ALTER TABLE a ATTACH PARTITION a1 FOR VALUES FROM (0) TO (10);
CREATE TRIGGER quiet BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

-- up
DROP TRIGGER quiet ON public.a1;

ALTER TABLE public.a1 ADD CONSTRAINT plumbline_bound CHECK (((i IS NOT NULL) AND (i >= 0) AND (i < 10))) NOT VALID;

ALTER TABLE public.a1 VALIDATE CONSTRAINT plumbline_bound;

BEGIN;
ALTER TABLE public.a ATTACH PARTITION public.a1 FOR VALUES FROM (0) TO (10);
ALTER TABLE public.a1 DROP CONSTRAINT plumbline_bound;
COMMIT;

BEGIN;

DROP TRIGGER quiet ON public.t1;

CREATE TRIGGER quiet BEFORE UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

COMMIT;

-- hazards
--   validate that public.a1 fits public.a: may fail on existing data, reads the table

-- locks
--   public.a: SHARE UPDATE EXCLUSIVE
--   public.a1: ACCESS EXCLUSIVE
--   public.t: SHARE ROW EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE

-- down
SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.a') AND i.inhrelid = to_regclass('public.a1') \gexec

DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.a1')
            AND k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK (((i IS NOT NULL) AND (i >= 0) AND (i < 10)))'
    LOOP
        EXECUTE format('ALTER TABLE public.a1 DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;

CREATE TRIGGER quiet BEFORE UPDATE ON public.a1 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

DROP TRIGGER quiet ON public.t;

CREATE TRIGGER quiet BEFORE UPDATE ON public.t1 FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();

-- down locks
--   public.a: SHARE UPDATE EXCLUSIVE
--   public.a1: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
