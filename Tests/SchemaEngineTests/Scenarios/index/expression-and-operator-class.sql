-- common
CREATE TABLE t (b text);
-- new
CREATE INDEX i ON t (lower(b) text_pattern_ops, b COLLATE "C");

-- up
CREATE INDEX CONCURRENTLY i ON public.t USING btree (lower(b) text_pattern_ops, b COLLATE "C");

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
