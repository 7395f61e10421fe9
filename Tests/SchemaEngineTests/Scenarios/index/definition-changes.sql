-- The new one is built beside the old one, which answers queries until then.
-- common
CREATE TABLE t (a int, b int);
-- old
CREATE INDEX i ON t (a);
-- new
CREATE INDEX i ON t (a, b DESC);
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a, b FROM t

-- up
CREATE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a, b DESC);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

-- hazards
--   create index public.plumbline_new_i: reads the table

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
