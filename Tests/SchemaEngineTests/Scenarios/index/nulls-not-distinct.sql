-- common
CREATE TABLE t (a int);
-- new
CREATE UNIQUE INDEX " USING " ON t (a) NULLS NOT DISTINCT;

-- up
CREATE UNIQUE INDEX CONCURRENTLY " USING " ON public.t USING btree (a) NULLS NOT DISTINCT;

-- hazards
--   create index public. USING : may fail on existing data, reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public." USING ";

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
