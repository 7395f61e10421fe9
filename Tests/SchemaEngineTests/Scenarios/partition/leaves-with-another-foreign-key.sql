-- The foreign key that a partition keeps from its parent makes way for the one that it gets.
-- common
CREATE TABLE r (i int PRIMARY KEY);
CREATE TABLE t (i int CONSTRAINT f REFERENCES r) PARTITION BY RANGE (i);
-- old
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
-- new
CREATE TABLE t1 (i int CONSTRAINT f REFERENCES r ON DELETE CASCADE);

-- up
SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.t') AND i.inhrelid = to_regclass('public.t1') \gexec

BEGIN;
DO $bound$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = to_regclass('public.t1')
            AND k.contype = 'c' AND pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK (((i IS NOT NULL) AND (i >= 0) AND (i < 10)))'
    LOOP
        EXECUTE format('ALTER TABLE public.t1 DROP CONSTRAINT %I', name);
    END LOOP;
END
$bound$;
ALTER TABLE public.t1 DROP CONSTRAINT f;
COMMIT;

ALTER TABLE public.t1 ADD CONSTRAINT f FOREIGN KEY (i) REFERENCES public.r(i) ON DELETE CASCADE NOT VALID;

ALTER TABLE public.t1 VALIDATE CONSTRAINT f;

-- hazards
--   validate constraint public.t1.f: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: SHARE UPDATE EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t1 DROP CONSTRAINT f;

BEGIN;
ALTER TABLE public.t1 ADD CONSTRAINT plumbline_bound CHECK (((i IS NOT NULL) AND (i >= 0) AND (i < 10))) NOT VALID;
ALTER TABLE public.t1 ADD CONSTRAINT f FOREIGN KEY (i) REFERENCES public.r(i) NOT VALID;
COMMIT;

ALTER TABLE public.t1 VALIDATE CONSTRAINT plumbline_bound, VALIDATE CONSTRAINT f;

BEGIN;
ALTER TABLE public.t ATTACH PARTITION public.t1 FOR VALUES FROM (0) TO (10);
ALTER TABLE public.t1 DROP CONSTRAINT plumbline_bound;
COMMIT;

-- down hazards
--   validate that public.t1 fits public.t: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: SHARE UPDATE EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
