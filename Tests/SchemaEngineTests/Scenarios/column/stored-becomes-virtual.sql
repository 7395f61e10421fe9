-- since: 18
-- old
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED);
-- new
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a, b FROM t

-- up
BEGIN;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 1)) VIRTUAL;

COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a + 1)) STORED;

COMMIT;

-- down hazards
--   add column public.t.b: rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
