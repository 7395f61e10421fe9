-- since: 18
-- old
CREATE TABLE t (a int NOT NULL);
-- new
CREATE TABLE t (a int NOT NULL);
COMMENT ON CONSTRAINT t_a_not_null ON t IS 'required';

-- up
COMMENT ON CONSTRAINT t_a_not_null ON public.t IS 'required';

-- down
COMMENT ON CONSTRAINT t_a_not_null ON public.t IS NULL;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- wrong
--   remove the comment on constraint public.t.t_a_not_null: claims SHARE UPDATE EXCLUSIVE on public.t; takes no lock
