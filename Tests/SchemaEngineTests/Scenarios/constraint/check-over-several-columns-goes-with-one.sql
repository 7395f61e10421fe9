-- old
CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (a < b));
-- new
CREATE TABLE t (a int);

-- up
ALTER TABLE public.t DROP CONSTRAINT c;

ALTER TABLE public.t DROP COLUMN b;

-- hazards
--   drop column public.t.b: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ADD COLUMN b integer;

ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a < b)) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- down hazards
--   validate constraint public.t.c: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
