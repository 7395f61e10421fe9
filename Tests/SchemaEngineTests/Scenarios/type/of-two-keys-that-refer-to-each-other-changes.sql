-- Each of the two foreign keys wants the column to which it refers to change first; one of them has to go.
-- old
CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);
ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (id) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (id) REFERENCES a DEFERRABLE INITIALLY DEFERRED;
-- new
CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint PRIMARY KEY);
ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (id) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE b ADD CONSTRAINT b_a FOREIGN KEY (id) REFERENCES a DEFERRABLE INITIALLY DEFERRED;
-- rows
BEGIN; INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); COMMIT;
-- query
SELECT a.id FROM a JOIN b USING (id)

-- up
BEGIN;

ALTER TABLE public.b DROP CONSTRAINT b_a;

ALTER TABLE public.b ALTER COLUMN id TYPE bigint;

ALTER TABLE public.a ALTER COLUMN id TYPE bigint;

ALTER TABLE public.b ADD CONSTRAINT b_a FOREIGN KEY (id) REFERENCES public.a(id) DEFERRABLE INITIALLY DEFERRED NOT VALID;

COMMIT;

ALTER TABLE public.b VALIDATE CONSTRAINT b_a;

-- hazards
--   change the type of column public.b.id to bigint: reads the table, rewrites the table
--   change the type of column public.a.id to bigint: reads the table, rewrites the table
--   validate constraint public.b.b_a: may fail on existing data, reads the table

-- locks
--   public.a: ACCESS EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.b DROP CONSTRAINT b_a;

ALTER TABLE public.a ALTER COLUMN id TYPE integer;

ALTER TABLE public.b ALTER COLUMN id TYPE integer;

ALTER TABLE public.b ADD CONSTRAINT b_a FOREIGN KEY (id) REFERENCES public.a(id) DEFERRABLE INITIALLY DEFERRED NOT VALID;

COMMIT;

ALTER TABLE public.b VALIDATE CONSTRAINT b_a;

-- down hazards
--   change the type of column public.a.id to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.b.id to integer: may fail on existing data, reads the table, rewrites the table
--   validate constraint public.b.b_a: may fail on existing data, reads the table

-- down locks
--   public.a: ACCESS EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE
