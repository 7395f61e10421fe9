-- common
CREATE TABLE t (a int);
-- old
CREATE INDEX i ON t (a);
-- new
CREATE UNIQUE INDEX i ON t (a);

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

-- hazards
--   create index public.plumbline_new_i: may fail on existing data, reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
CREATE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

-- down hazards
--   create index public.plumbline_new_i: reads the table

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
