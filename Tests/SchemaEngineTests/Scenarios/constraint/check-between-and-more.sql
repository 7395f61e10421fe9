-- common
CREATE TABLE t (a int, b int);
-- new
ALTER TABLE t ADD CONSTRAINT k CHECK (a BETWEEN 1 AND 20 AND b > 0);
ALTER TABLE t ADD CONSTRAINT l CHECK (a NOT BETWEEN 1 AND 20 OR b > 0);
ALTER TABLE t ADD CONSTRAINT m CHECK (b > 0 AND a BETWEEN 1 AND 20);

-- up
ALTER TABLE public.t ADD CONSTRAINT k CHECK (((a BETWEEN 1 AND 20) AND (b > 0))) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT k;

ALTER TABLE public.t ADD CONSTRAINT l CHECK (((a NOT BETWEEN 1 AND 20) OR (b > 0))) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT l;

ALTER TABLE public.t ADD CONSTRAINT m CHECK (((b > 0) AND ((a >= 1) AND (a <= 20)))) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT m;

-- hazards
--   validate constraint public.t.k: may fail on existing data, reads the table
--   validate constraint public.t.l: may fail on existing data, reads the table
--   validate constraint public.t.m: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT k;

ALTER TABLE public.t DROP CONSTRAINT l;

ALTER TABLE public.t DROP CONSTRAINT m;

-- down locks
--   public.t: ACCESS EXCLUSIVE
