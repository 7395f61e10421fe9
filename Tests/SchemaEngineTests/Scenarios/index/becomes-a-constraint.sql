-- common
CREATE TABLE t (a int);
-- old
CREATE UNIQUE INDEX u ON t (a);
-- new
ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_u ON public.t USING btree (a);

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT u;

ALTER INDEX public.plumbline_new_u RENAME TO u;

COMMIT;

-- down hazards
--   create index public.plumbline_new_u: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
