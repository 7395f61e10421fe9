-- A constraint that is not inherited leaves the child its own.
-- since: 18
-- old
CREATE TABLE p (a int CONSTRAINT n NOT NULL NO INHERIT);
CREATE TABLE c () INHERITS (p);
-- new
CREATE TABLE p (a int CONSTRAINT n NOT NULL NO INHERIT);
CREATE TABLE c (CONSTRAINT own NOT NULL a) INHERITS (p);
-- rows
INSERT INTO c VALUES (1);
-- query
SELECT a FROM p

-- up
ALTER TABLE public.c ADD CONSTRAINT own NOT NULL a NOT VALID;

ALTER TABLE public.c VALIDATE CONSTRAINT own;

-- hazards
--   validate constraint public.c.own: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.c DROP CONSTRAINT own;

-- down locks
--   public.c: ACCESS EXCLUSIVE
