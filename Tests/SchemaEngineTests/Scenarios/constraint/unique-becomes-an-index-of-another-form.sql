-- common
CREATE TABLE t (a int, b int);
-- old
ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);
-- new
CREATE UNIQUE INDEX u ON t (a) WHERE b > 0;
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a FROM t

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_u ON public.t USING btree (a) WHERE (b > 0);

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT u;

ALTER INDEX public.plumbline_new_u RENAME TO u;

COMMIT;

-- hazards
--   create index public.plumbline_new_u: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_u ON public.t USING btree (a);

DROP INDEX CONCURRENTLY public.u;

BEGIN;

ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX plumbline_new_u;

COMMIT;

-- down hazards
--   create index public.plumbline_new_u: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
