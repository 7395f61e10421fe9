-- since: 18
-- An inherited NOT NULL constraint is renamed when its partition has left, although other renames come first.
-- old
CREATE TABLE t (i int NOT NULL) PARTITION BY RANGE (i);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE TABLE x (i int, CONSTRAINT x_a PRIMARY KEY (i));
-- new
CREATE TABLE t (i int NOT NULL) PARTITION BY RANGE (i);
CREATE TABLE t1 (i int NOT NULL);
CREATE TABLE x (i int, CONSTRAINT x_b PRIMARY KEY (i));

-- up
ALTER INDEX public.x_a RENAME TO x_b;

SELECT format('ALTER TABLE %s DETACH PARTITION %s %s', i.inhparent::regclass, i.inhrelid::regclass,
    CASE WHEN i.inhdetachpending THEN 'FINALIZE' ELSE 'CONCURRENTLY' END)
FROM pg_catalog.pg_inherits AS i
WHERE i.inhparent = to_regclass('public.t') AND i.inhrelid = to_regclass('public.t1') \gexec

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

ALTER TABLE public.t1 RENAME CONSTRAINT t_i_not_null TO t1_i_not_null;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER INDEX public.x_b RENAME TO x_a;

ALTER TABLE public.t1 RENAME CONSTRAINT t1_i_not_null TO t_i_not_null;

COMMIT;

ALTER TABLE public.t1 ADD CONSTRAINT plumbline_bound CHECK (((i IS NOT NULL) AND (i >= 0) AND (i < 10))) NOT VALID;

ALTER TABLE public.t1 VALIDATE CONSTRAINT plumbline_bound;

BEGIN;
ALTER TABLE public.t ATTACH PARTITION public.t1 FOR VALUES FROM (0) TO (10);
ALTER TABLE public.t1 DROP CONSTRAINT plumbline_bound;
COMMIT;

-- down hazards
--   validate that public.t1 fits public.t: may fail on existing data, reads the table

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
