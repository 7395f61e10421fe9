-- A table that joins a parent, and declares a check that the parent has too, gets it once.
-- old
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0) NO INHERIT);
CREATE TABLE k (a int);
-- new
CREATE TABLE p (a int, CONSTRAINT c CHECK (a > 0));
CREATE TABLE k (a int, CONSTRAINT c CHECK (a > 0));
ALTER TABLE k INHERIT p;

-- up
ALTER TABLE public.k ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.k VALIDATE CONSTRAINT c;

ALTER TABLE public.k INHERIT public.p;

BEGIN;

ALTER TABLE public.p DROP CONSTRAINT c;

ALTER TABLE public.p ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;

COMMIT;

ALTER TABLE public.p VALIDATE CONSTRAINT c;

-- hazards
--   validate constraint public.k.c: may fail on existing data, reads the table
--   validate constraint public.p.c: may fail on existing data, reads the table

-- locks
--   public.k: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.k NO INHERIT public.p;

BEGIN;

ALTER TABLE public.p DROP CONSTRAINT c;

ALTER TABLE public.p ADD CONSTRAINT c CHECK ((a > 0)) NO INHERIT NOT VALID;

COMMIT;

ALTER TABLE public.p VALIDATE CONSTRAINT c;

ALTER TABLE public.k DROP CONSTRAINT c;

-- down hazards
--   validate constraint public.p.c: may fail on existing data, reads the table

-- down locks
--   public.k: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
