-- old
CREATE TABLE t (a int, b int);
CREATE SEQUENCE s OWNED BY t.a;
-- new
CREATE TABLE t (a int, b int);
CREATE SEQUENCE s OWNED BY t.b;
COMMENT ON SEQUENCE s IS 'b';

-- up
ALTER SEQUENCE public.s OWNED BY public.t.b;

COMMENT ON SEQUENCE public.s IS 'b';

-- down
ALTER SEQUENCE public.s OWNED BY public.t.a;

COMMENT ON SEQUENCE public.s IS NULL;
