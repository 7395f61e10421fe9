-- since: 18
-- old
CREATE TABLE p (a int);
CREATE TABLE c () INHERITS (p);
-- new
CREATE TABLE p (a int CONSTRAINT n NOT NULL NO INHERIT);
CREATE TABLE c () INHERITS (p);
-- rows
INSERT INTO c VALUES (NULL);
-- query
SELECT a FROM p

-- up
ALTER TABLE public.p ADD CONSTRAINT n NOT NULL a NO INHERIT NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT n;

-- hazards
--   validate constraint public.p.n: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP CONSTRAINT n;

-- down locks
--   public.p: ACCESS EXCLUSIVE
