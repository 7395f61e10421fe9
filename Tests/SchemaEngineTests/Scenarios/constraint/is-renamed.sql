-- old
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
-- new
CREATE TABLE t (a int, CONSTRAINT n CHECK (a > 0));

-- up
ALTER TABLE public.t RENAME CONSTRAINT k TO n;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t RENAME CONSTRAINT n TO k;

-- down locks
--   public.t: ACCESS EXCLUSIVE
