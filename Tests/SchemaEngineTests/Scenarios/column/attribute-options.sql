-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int);
ALTER TABLE t ALTER a SET (n_distinct = 5, n_distinct_inherited = 7);

-- up
ALTER TABLE public.t ALTER COLUMN a SET (n_distinct=5, n_distinct_inherited=7);

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN a RESET (n_distinct, n_distinct_inherited);

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
