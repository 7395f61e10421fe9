-- old
CREATE TABLE t (a int NOT NULL, b int NOT NULL);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
-- new
CREATE TABLE t (a int NOT NULL, b int NOT NULL);
CREATE UNIQUE INDEX i ON t (a, b);
ALTER TABLE t REPLICA IDENTITY USING INDEX i;

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a, b);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

ALTER TABLE public.t REPLICA IDENTITY USING INDEX i;

-- hazards
--   create index public.plumbline_new_i: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_i ON public.t USING btree (a);

DROP INDEX CONCURRENTLY public.i;

ALTER INDEX public.plumbline_new_i RENAME TO i;

ALTER TABLE public.t REPLICA IDENTITY USING INDEX i;

-- down hazards
--   create index public.plumbline_new_i: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
