-- old
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t (a);
ALTER TABLE t CLUSTER ON i;
-- new
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t (a, b);
ALTER TABLE t CLUSTER ON i;

-- up
CREATE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a, b);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

ALTER TABLE public.t CLUSTER ON i;

-- hazards
--   create index public.plumbline_new_i: reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
CREATE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

ALTER TABLE public.t CLUSTER ON i;

-- down hazards
--   create index public.plumbline_new_i: reads the table

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
