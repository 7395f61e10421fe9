-- common
CREATE TABLE t (b text);
-- new
CREATE INDEX i ON t (lower(b));
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 400;

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING btree (lower(b));

ALTER INDEX public.i ALTER COLUMN 1 SET STATISTICS 400;

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
