-- common
CREATE TABLE t (a int, b text);
-- new
CREATE UNIQUE INDEX i ON t (a DESC NULLS LAST) INCLUDE (b) WHERE a > 0;
-- rows
INSERT INTO t VALUES (1, 'x'), (-1, 'y'), (-1, 'z');
-- query
SELECT a, b FROM t ORDER BY b

-- up
CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a DESC NULLS LAST) INCLUDE (b) WHERE (a > 0);

-- hazards
--   create index public.i: may fail on existing data, reads the table

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
DROP INDEX CONCURRENTLY public.i;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
