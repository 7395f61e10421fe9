-- old
CREATE TABLE t (a int NOT NULL);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
-- new
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (a);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t REPLICA IDENTITY DEFAULT;

ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD CONSTRAINT plumbline_a_not_null CHECK (a IS NOT NULL) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_a_not_null;

BEGIN;
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT plumbline_a_not_null;
COMMIT;

ALTER TABLE public.t REPLICA IDENTITY USING INDEX i;

-- down 18
ALTER TABLE public.t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT t_a_not_null;

ALTER TABLE public.t REPLICA IDENTITY USING INDEX i;

-- down hazards
--   validate that column public.t.a is not null: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
