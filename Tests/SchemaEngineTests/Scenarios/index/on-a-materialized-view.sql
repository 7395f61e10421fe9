-- common
CREATE TABLE t (a int);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
-- new
CREATE UNIQUE INDEX i ON m (a);

-- up
CREATE UNIQUE INDEX CONCURRENTLY i ON public.m USING btree (a);

-- hazards
--   create index public.i: may fail on existing data, reads the table

-- locks
--   public.m: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.m: SHARE UPDATE EXCLUSIVE
