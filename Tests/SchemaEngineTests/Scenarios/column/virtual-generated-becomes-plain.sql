-- The column keeps the values that were computed when they were read.
-- since: 18
-- old
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL);
-- new
CREATE TABLE t (a int, b int DEFAULT 7);
-- rows
INSERT INTO t VALUES (1), (5);
-- query
SELECT a, b FROM t ORDER BY a

-- up
BEGIN;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a * 2)) STORED;
ALTER TABLE public.t ALTER COLUMN b DROP EXPRESSION;
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 7;

COMMIT;

-- hazards
--   add column public.t.b: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a * 2)) VIRTUAL;

COMMIT;

-- down hazards
--   drop column public.t.b: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
