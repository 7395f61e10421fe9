-- old
CREATE TABLE t (id int, a int);
-- new
CREATE TABLE t (id int, a int DEFAULT 0 NOT NULL);
-- rows
INSERT INTO t VALUES (1, 5);
-- query
SELECT id, a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 0;

ALTER TABLE public.t ADD CONSTRAINT plumbline_a_not_null CHECK (a IS NOT NULL) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_a_not_null;

BEGIN;
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT plumbline_a_not_null;
COMMIT;

-- up 18
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 0;

ALTER TABLE public.t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT t_a_not_null;

-- hazards
--   validate that column public.t.a is not null: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;

-- down locks
--   public.t: ACCESS EXCLUSIVE
