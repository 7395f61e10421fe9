-- common
CREATE TABLE t (a int);
-- old
CREATE INDEX i ON t (a);

-- up
DROP INDEX CONCURRENTLY public.i;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
CREATE INDEX CONCURRENTLY i ON public.t USING btree (a);

-- down hazards
--   create index public.i: reads the table

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
