-- common
CREATE SCHEMA s;
CREATE TABLE s.r (id int PRIMARY KEY);
CREATE TABLE t (a int);
-- new
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES s.r;
COMMENT ON CONSTRAINT f ON t IS 'across';

-- up
ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES s.r(id) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

COMMENT ON CONSTRAINT f ON public.t IS 'across';

-- hazards
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.t: SHARE ROW EXCLUSIVE
--   s.r: SHARE ROW EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT f;

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   s.r: ACCESS EXCLUSIVE
