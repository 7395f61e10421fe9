-- The child's check becomes its parent's alone: it goes in the transaction in which the parent's comes.
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
BEGIN;

ALTER TABLE public.c DROP CONSTRAINT k;

ALTER TABLE public.p ADD CONSTRAINT k CHECK ((a > 0)) NOT VALID;

COMMIT;

ALTER TABLE public.p VALIDATE CONSTRAINT k;

-- hazards
--   validate constraint public.p.k: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.c ADD CONSTRAINT k CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.c VALIDATE CONSTRAINT k;

ALTER TABLE public.p DROP CONSTRAINT k;

-- down hazards
--   validate constraint public.c.k: may fail on existing data, reads the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
