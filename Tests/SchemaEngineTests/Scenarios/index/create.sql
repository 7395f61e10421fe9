-- Built concurrently on a table in use.
-- common
CREATE TABLE t (a int);
-- new
CREATE INDEX i ON t (a);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING btree (a);

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
