-- common
CREATE TABLE r (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE t (a int, b int);
-- new
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES r ON DELETE SET NULL (b);

-- up
ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES public.r(a, b) ON DELETE SET NULL (b) NOT VALID;

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
