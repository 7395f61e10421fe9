-- The new index is built beside the old one, which serves until then.
-- common
CREATE TABLE t (a int, b int);
-- old
CREATE UNIQUE INDEX i ON t (a) WHERE b > 0;
-- new
CREATE UNIQUE INDEX i ON t (a) WHERE b > 1;
-- rows
INSERT INTO t VALUES (1, 1), (1, 0);
-- query
SELECT a, b FROM t ORDER BY b

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a) WHERE (b > 1);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

-- hazards
--   create index public.plumbline_new_i: may fail on existing data, reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a) WHERE (b > 0);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

-- down hazards
--   create index public.plumbline_new_i: may fail on existing data, reads the table

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
