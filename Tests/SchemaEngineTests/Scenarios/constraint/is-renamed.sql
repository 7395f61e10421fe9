-- old
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
-- new
CREATE TABLE t (a int, CONSTRAINT n CHECK (a > 0));

-- up
ALTER TABLE public.t ADD CONSTRAINT n CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT n;

ALTER TABLE public.t DROP CONSTRAINT k;

-- hazards
--   validate constraint public.t.n: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD CONSTRAINT k CHECK ((a > 0)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT k;

ALTER TABLE public.t DROP CONSTRAINT n;

-- down hazards
--   validate constraint public.t.k: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
