-- old
CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0));
-- new
CREATE TABLE t (a int CONSTRAINT c CHECK (a > -1));
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT c;

ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > '-1'::integer)) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT c;

ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- down hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
