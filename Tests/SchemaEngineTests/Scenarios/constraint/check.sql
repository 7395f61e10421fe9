-- Added NOT VALID and validated, so that the scan blocks nobody.
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0));
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT c;

-- down locks
--   public.t: ACCESS EXCLUSIVE
