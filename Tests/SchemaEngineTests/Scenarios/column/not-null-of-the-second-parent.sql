-- old
CREATE TABLE p (a int);
CREATE TABLE q (a int);
CREATE TABLE c () INHERITS (p, q);
-- new
CREATE TABLE p (a int);
CREATE TABLE q (a int NOT NULL);
CREATE TABLE c () INHERITS (p, q);
-- rows
INSERT INTO c VALUES (1);
-- query
SELECT a FROM q

-- up
ALTER TABLE public.q ADD CONSTRAINT plumbline_a_not_null CHECK (a IS NOT NULL) NOT VALID;

ALTER TABLE public.q VALIDATE CONSTRAINT plumbline_a_not_null;

BEGIN;
ALTER TABLE public.q ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.q DROP CONSTRAINT plumbline_a_not_null;
COMMIT;

-- hazards
--   validate that column public.q.a is not null: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.q: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.q ALTER COLUMN a DROP NOT NULL;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.q: ACCESS EXCLUSIVE
