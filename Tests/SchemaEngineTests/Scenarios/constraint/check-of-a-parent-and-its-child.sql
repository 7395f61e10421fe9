-- A check that a child has declared beside its parent changes, is renamed, and comes to a child that has it from the parent.
-- old
CREATE TABLE p (a int CONSTRAINT low CHECK (a > 0), b int CONSTRAINT old CHECK (b > 0), c int CONSTRAINT third CHECK (c > 0));
CREATE TABLE c (CONSTRAINT low CHECK (a > 0), CONSTRAINT old CHECK (b > 0)) INHERITS (p);
-- new
CREATE TABLE p (a int CONSTRAINT low CHECK (a > 1), b int CONSTRAINT renamed CHECK (b > 0), c int CONSTRAINT third CHECK (c > 0));
CREATE TABLE c (CONSTRAINT low CHECK (a > 1), CONSTRAINT renamed CHECK (b > 0)) INHERITS (p);
-- rows
INSERT INTO c VALUES (2, 2, 2);
-- query
SELECT a FROM p

-- up
ALTER TABLE public.p RENAME CONSTRAINT old TO renamed;

BEGIN;

ALTER TABLE public.p DROP CONSTRAINT low;

ALTER TABLE public.c DROP CONSTRAINT low;

ALTER TABLE public.c ADD CONSTRAINT low CHECK ((a > 1)) NOT VALID;

ALTER TABLE public.p ADD CONSTRAINT low CHECK ((a > 1)) NOT VALID;

COMMIT;

ALTER TABLE public.c VALIDATE CONSTRAINT low;

ALTER TABLE public.p VALIDATE CONSTRAINT low;

-- hazards
--   validate constraint public.c.low: may fail on existing data, reads the table
--   validate constraint public.p.low: may fail on existing data, reads the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p RENAME CONSTRAINT renamed TO old;

BEGIN;

ALTER TABLE public.p DROP CONSTRAINT low;

ALTER TABLE public.c DROP CONSTRAINT low;

ALTER TABLE public.c ADD CONSTRAINT low CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.p ADD CONSTRAINT low CHECK ((a > 0)) NOT VALID;

COMMIT;

ALTER TABLE public.c VALIDATE CONSTRAINT low;

ALTER TABLE public.p VALIDATE CONSTRAINT low;

-- down hazards
--   validate constraint public.c.low: may fail on existing data, reads the table
--   validate constraint public.p.low: may fail on existing data, reads the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
