-- common
CREATE TABLE t (a int);
-- old
CREATE INDEX i ON t (a) WITH (fillfactor = 70);
-- new
CREATE INDEX i ON t (a) WITH (fillfactor = 90);

-- up
CREATE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a) WITH (fillfactor='90');

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

-- hazards
--   create index public.plumbline_new_i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
CREATE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a) WITH (fillfactor='70');

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

-- down hazards
--   create index public.plumbline_new_i: reads the table

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
