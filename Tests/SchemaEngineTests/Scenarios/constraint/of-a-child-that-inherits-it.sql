-- common
CREATE TABLE p (a int);
-- old
CREATE TABLE c (CONSTRAINT k CHECK (a > 0)) INHERITS (p);
-- new
ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0);
CREATE TABLE c () INHERITS (p);
-- rows
INSERT INTO c VALUES (1);
-- query
SELECT a FROM p

-- up
ALTER TABLE public.p ADD CONSTRAINT k CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT k;

-- hazards
--   validate constraint public.p.k: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p DROP CONSTRAINT k;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
