-- common
CREATE TYPE c AS (a int, b text COLLATE "C");
-- new
COMMENT ON COLUMN c.a IS 'first';
COMMENT ON TYPE c IS 'both';

-- up
COMMENT ON TYPE public.c IS 'both';

COMMENT ON COLUMN public.c.a IS 'first';

-- down
COMMENT ON TYPE public.c IS NULL;

COMMENT ON COLUMN public.c.a IS NULL;
