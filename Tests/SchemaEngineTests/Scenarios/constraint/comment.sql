-- common
CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0));
-- new
COMMENT ON CONSTRAINT c ON t IS 'positive';

-- up
COMMENT ON CONSTRAINT c ON public.t IS 'positive';

-- down
COMMENT ON CONSTRAINT c ON public.t IS NULL;
