-- common
CREATE TABLE t (a varchar(9));
-- new
ALTER TABLE t ADD CONSTRAINT k CHECK (a IN ('x', 'y'));

-- up
ALTER TABLE public.t ADD CONSTRAINT k CHECK ((a = ANY (ARRAY['x'::character varying, 'y'::character varying]))) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT k;

-- hazards
--   validate constraint public.t.k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT k;

-- down locks
--   public.t: ACCESS EXCLUSIVE
