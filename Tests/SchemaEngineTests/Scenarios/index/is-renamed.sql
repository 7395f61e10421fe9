-- common
CREATE TABLE t (a int);
-- old
CREATE INDEX i ON t (a);
-- new
CREATE INDEX j ON t (a);

-- up
CREATE INDEX CONCURRENTLY j ON public.t USING btree (a);

DROP INDEX CONCURRENTLY public.i;

-- hazards
--   create index public.j: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
CREATE INDEX CONCURRENTLY i ON public.t USING btree (a);

DROP INDEX CONCURRENTLY public.j;

-- down hazards
--   create index public.i: reads the table

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
