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
