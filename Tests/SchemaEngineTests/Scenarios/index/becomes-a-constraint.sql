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
DROP INDEX CONCURRENTLY public.u;

CREATE UNIQUE INDEX CONCURRENTLY u ON public.t USING btree (a);

ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u;

-- hazards
--   create index public.u: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT u;

CREATE UNIQUE INDEX CONCURRENTLY u ON public.t USING btree (a);

-- down hazards
--   create index public.u: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
