-- old
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a));
-- new
CREATE TABLE t (a int, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a));
-- rows
INSERT INTO t VALUES (1), (NULL);
-- query
SELECT a FROM t ORDER BY a

-- up
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT u;

COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY u ON public.t USING btree (a) NULLS NOT DISTINCT;

BEGIN;

ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u;

COMMIT;

-- hazards
--   create index public.u: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT u;

COMMIT;

CREATE UNIQUE INDEX CONCURRENTLY u ON public.t USING btree (a);

BEGIN;

ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u;

COMMIT;

-- down hazards
--   create index public.u: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
