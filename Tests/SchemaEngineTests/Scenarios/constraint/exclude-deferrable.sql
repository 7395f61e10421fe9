-- common
CREATE TABLE t (a int);
-- new
ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING btree (a WITH =) DEFERRABLE;

-- up
ALTER TABLE public.t ADD CONSTRAINT x EXCLUDE USING btree (a WITH =) DEFERRABLE;

-- hazards
--   create constraint public.t.x: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT x;

-- down locks
--   public.t: ACCESS EXCLUSIVE
