-- old
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
-- new
CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0));
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT c;

ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;

COMMIT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
