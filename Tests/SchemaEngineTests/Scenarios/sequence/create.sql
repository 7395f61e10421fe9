-- new
CREATE SEQUENCE s;

-- up
CREATE SEQUENCE public.s;

-- down
DROP SEQUENCE public.s;
