-- old
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
-- new
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED NOT NULL);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a * 2));

ALTER TABLE public.t ADD CONSTRAINT t_b_not_null NOT NULL b NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT t_b_not_null;

-- up 17
ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a * 2));

ALTER TABLE public.t ADD CONSTRAINT plumbline_b_not_null CHECK (b IS NOT NULL) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT plumbline_b_not_null;

BEGIN;
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT plumbline_b_not_null;
COMMIT;

-- up 15
BEGIN;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer NOT NULL GENERATED ALWAYS AS ((a * 2)) STORED;

COMMIT;

-- hazards
--   change the expression of generated column public.t.b: reads the table, rewrites the table
--   validate that column public.t.b is not null: may fail on existing data, reads the table

-- hazards 15
--   add column public.t.b: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL;

ALTER TABLE public.t ALTER COLUMN b SET EXPRESSION AS ((a + 1));

-- down 15
BEGIN;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 1)) STORED;

COMMIT;

-- down hazards
--   change the expression of generated column public.t.b: reads the table, rewrites the table

-- down hazards 15
--   add column public.t.b: rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
