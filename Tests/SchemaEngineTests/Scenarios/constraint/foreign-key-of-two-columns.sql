-- common
CREATE TABLE r (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE t (x int, y int);
-- new
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES r MATCH FULL ON DELETE SET NULL;

-- up
ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES public.r(a, b) MATCH FULL ON DELETE SET NULL NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- hazards
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.r: SHARE ROW EXCLUSIVE
--   public.t: SHARE ROW EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT f;

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
