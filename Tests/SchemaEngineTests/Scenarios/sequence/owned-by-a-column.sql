-- common
CREATE TABLE t (a int);
CREATE SEQUENCE s;
-- new
ALTER SEQUENCE s OWNED BY t.a;

-- up
ALTER SEQUENCE public.s OWNED BY public.t.a;

-- down
ALTER SEQUENCE public.s OWNED BY NONE;
