-- old
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a));
-- new
CREATE TABLE t (a int, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a));
-- rows
INSERT INTO t VALUES (1), (NULL);
-- query
SELECT a FROM t ORDER BY a

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_u ON public.t USING btree (a) NULLS NOT DISTINCT;

ALTER TABLE public.t DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE USING INDEX plumbline_new_u;

-- hazards
--   create index public.plumbline_new_u: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_u ON public.t USING btree (a);

ALTER TABLE public.t DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE USING INDEX plumbline_new_u;

-- down hazards
--   create index public.plumbline_new_u: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
