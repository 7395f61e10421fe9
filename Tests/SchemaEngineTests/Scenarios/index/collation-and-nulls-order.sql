-- common
CREATE TABLE t (a text, b int);
-- new
CREATE INDEX i ON t (a COLLATE "C" DESC NULLS LAST, b NULLS FIRST);

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING btree (a COLLATE "C" DESC NULLS LAST, b NULLS FIRST);

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
