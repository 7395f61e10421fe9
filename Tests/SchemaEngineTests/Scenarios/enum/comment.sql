-- common
CREATE TYPE e AS ENUM ('a');
-- new
COMMENT ON TYPE e IS 'one';

-- up
COMMENT ON TYPE public.e IS 'one';

-- down
COMMENT ON TYPE public.e IS NULL;
