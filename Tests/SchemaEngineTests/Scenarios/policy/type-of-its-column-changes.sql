-- old
CREATE TABLE t (a int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a > 0);
-- new
CREATE TABLE t (a bigint);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a > 0);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
BEGIN;

DROP POLICY p ON public.t;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

CREATE POLICY p ON public.t
    USING ((a > 0));

COMMIT;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP POLICY p ON public.t;

ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE POLICY p ON public.t
    USING ((a > 0));

COMMIT;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
