-- The child's is enforced and the parent's is not; PostgreSQL drops no inherited check, so the parent's is created again.
-- since: 18
-- old
CREATE TABLE p (a int CONSTRAINT k CHECK (a > 0) NOT ENFORCED);
CREATE TABLE c () INHERITS (p);
-- new
CREATE TABLE p (a int CONSTRAINT k CHECK (a > 0) NOT ENFORCED);
CREATE TABLE c (CONSTRAINT k CHECK (a > 0)) INHERITS (p);
-- rows
INSERT INTO c VALUES (1);
-- query
SELECT a FROM p

-- up
ALTER TABLE public.c ADD CONSTRAINT k CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.c VALIDATE CONSTRAINT k;

-- hazards
--   validate constraint public.c.k: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.p DROP CONSTRAINT k;

ALTER TABLE public.c DROP CONSTRAINT k;

ALTER TABLE public.p ADD CONSTRAINT k CHECK ((a > 0)) NOT ENFORCED;

COMMIT;

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
