-- old
CREATE TABLE t (a int, b int);
-- new
CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (a) INCLUDE (b) WITH (fillfactor = 70));

-- up
CREATE UNIQUE INDEX CONCURRENTLY u ON public.t USING btree (a) INCLUDE (b) WITH (fillfactor='70');

ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u;

-- hazards
--   create index public.u: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT u;

-- down locks
--   public.t: ACCESS EXCLUSIVE
