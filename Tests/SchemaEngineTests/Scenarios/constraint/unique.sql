-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int CONSTRAINT u UNIQUE);
-- rows
INSERT INTO t VALUES (1), (NULL), (NULL);
-- query
SELECT a FROM t ORDER BY a

-- up
CREATE UNIQUE INDEX CONCURRENTLY u ON public.t USING btree (a);

ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u;

-- hazards
--   create index public.u: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT u;

-- down locks
--   public.t: ACCESS EXCLUSIVE
