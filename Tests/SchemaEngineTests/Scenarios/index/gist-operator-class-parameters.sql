-- common
CREATE TABLE t (v tsvector);
-- new
CREATE INDEX i ON t USING gist (v tsvector_ops (siglen = 100));

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING gist (v tsvector_ops (siglen='100'));

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
