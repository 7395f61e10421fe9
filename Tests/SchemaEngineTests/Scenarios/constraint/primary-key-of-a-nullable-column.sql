-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int CONSTRAINT k PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (2);
-- query
SELECT a FROM t ORDER BY a

-- up
ALTER TABLE public.t ADD CONSTRAINT plumbline_a_not_null CHECK (a IS NOT NULL) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_a_not_null;

BEGIN;
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT plumbline_a_not_null;
COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY k ON public.t USING btree (a);

ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY USING INDEX k;

-- up 18
ALTER TABLE public.t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT t_a_not_null;

CREATE UNIQUE INDEX CONCURRENTLY k ON public.t USING btree (a);

ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY USING INDEX k;

-- hazards
--   validate that column public.t.a is not null: may fail on existing data, reads the table
--   create index public.k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT k;

ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;

-- down locks
--   public.t: ACCESS EXCLUSIVE
