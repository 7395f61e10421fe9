-- common
CREATE TABLE t (a varchar(9));
-- new
ALTER TABLE t ADD CONSTRAINT k CHECK ((a)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]));
ALTER TABLE t ADD CONSTRAINT l CHECK ((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]));

-- up
ALTER TABLE public.t ADD CONSTRAINT k CHECK (((a)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT k;

ALTER TABLE public.t ADD CONSTRAINT l CHECK (((a)::text = ANY (ARRAY[('x'::character varying)::text, ('y'::character varying)::text]))) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT l;

-- hazards
--   validate constraint public.t.k: may fail on existing data, reads the table
--   validate constraint public.t.l: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT k;

ALTER TABLE public.t DROP CONSTRAINT l;

-- down locks
--   public.t: ACCESS EXCLUSIVE
