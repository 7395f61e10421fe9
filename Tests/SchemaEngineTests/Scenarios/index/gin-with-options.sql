-- common
CREATE TABLE t (c jsonb);
-- new
CREATE INDEX i ON t USING gin (c jsonb_path_ops) WITH (fastupdate = off);

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING gin (c jsonb_path_ops) WITH (fastupdate=off);

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
