-- common
CREATE TABLE t (a int, b int);
-- new
CREATE INDEX i ON t ((a BETWEEN 1 AND 2 AND b > 0), b) WHERE a BETWEEN 1 AND 2 AND b > 0;

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING btree ((((a BETWEEN 1 AND 2) AND (b > 0))), b) WHERE ((a BETWEEN 1 AND 2) AND (b > 0));

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
