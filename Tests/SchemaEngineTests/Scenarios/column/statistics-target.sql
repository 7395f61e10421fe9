-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int);
ALTER TABLE t ALTER a SET STATISTICS 500;

-- up
ALTER TABLE public.t ALTER COLUMN a SET STATISTICS 500;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a SET STATISTICS -1;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
