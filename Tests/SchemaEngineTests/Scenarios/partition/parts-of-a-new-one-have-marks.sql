-- The indexes that come with a partition have roles and statistics targets of their own.
-- new
CREATE TABLE t (a int NOT NULL, b text) PARTITION BY RANGE (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE UNIQUE INDEX ix ON t (a);
CREATE INDEX ie ON t ((a + 1));
ALTER TABLE t1 REPLICA IDENTITY USING INDEX t1_a_idx;
ALTER TABLE t1 CLUSTER ON t1_a_idx;
ALTER INDEX t1_expr_idx ALTER COLUMN 1 SET STATISTICS 77;

-- up
CREATE TABLE public.t (
    a integer NOT NULL,
    b text
) PARTITION BY RANGE (a);

CREATE INDEX ie ON public.t USING btree (((a + 1)));

CREATE UNIQUE INDEX ix ON public.t USING btree (a);

CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES FROM (0) TO (10);

BEGIN;
ALTER TABLE public.t1 REPLICA IDENTITY USING INDEX t1_a_idx;
ALTER TABLE public.t1 CLUSTER ON t1_a_idx;
COMMIT;

ALTER INDEX public.t1_expr_idx ALTER COLUMN 1 SET STATISTICS 77;

-- down
DROP TABLE public.t1;

DROP TABLE public.t;

-- down hazards
--   drop table public.t1: data loss
--   drop table public.t: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
