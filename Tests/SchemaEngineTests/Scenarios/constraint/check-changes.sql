-- old
CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0));
-- new
CREATE TABLE t (a int CONSTRAINT c CHECK (a > -1));
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT plumbline_new_c CHECK ((a > '-1'::integer)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_new_c;

BEGIN;
ALTER TABLE public.t DROP CONSTRAINT c;
ALTER TABLE public.t RENAME CONSTRAINT plumbline_new_c TO c;
COMMIT;

-- hazards
--   validate constraint public.t.plumbline_new_c: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD CONSTRAINT plumbline_new_c CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_new_c;

BEGIN;
ALTER TABLE public.t DROP CONSTRAINT c;
ALTER TABLE public.t RENAME CONSTRAINT plumbline_new_c TO c;
COMMIT;

-- down hazards
--   validate constraint public.t.plumbline_new_c: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
