-- common
CREATE TABLE t (a text);
-- new
CREATE INDEX i ON t USING spgist (a);

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING spgist (a);

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
