-- The index behind a key has a comment of its own.
-- common
CREATE TABLE t (a int CONSTRAINT t_pkey PRIMARY KEY, b int CONSTRAINT t_b_key UNIQUE);
-- old
COMMENT ON INDEX t_b_key IS 'one row each';
-- new
COMMENT ON CONSTRAINT t_pkey ON t IS 'the key';
COMMENT ON INDEX t_pkey IS 'the index of the key';

-- up
COMMENT ON CONSTRAINT t_pkey ON public.t IS 'the key';

COMMENT ON INDEX public.t_pkey IS 'the index of the key';

COMMENT ON INDEX public.t_b_key IS NULL;

-- down
COMMENT ON INDEX public.t_b_key IS 'one row each';

COMMENT ON CONSTRAINT t_pkey ON public.t IS NULL;

COMMENT ON INDEX public.t_pkey IS NULL;
