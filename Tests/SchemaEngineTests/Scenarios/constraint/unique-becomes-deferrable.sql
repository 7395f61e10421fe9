-- old
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a));
-- new
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a) DEFERRABLE INITIALLY DEFERRED);

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_u ON public.t USING btree (a);

ALTER TABLE public.t DROP CONSTRAINT u, ADD CONSTRAINT u UNIQUE USING INDEX plumbline_new_u DEFERRABLE INITIALLY DEFERRED;

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
