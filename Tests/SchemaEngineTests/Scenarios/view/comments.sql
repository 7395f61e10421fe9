-- common
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
-- new
COMMENT ON VIEW v IS 'all';
COMMENT ON COLUMN v.a IS 'one';

-- up
COMMENT ON VIEW public.v IS 'all';

COMMENT ON COLUMN public.v.a IS 'one';

-- down
COMMENT ON VIEW public.v IS NULL;

COMMENT ON COLUMN public.v.a IS NULL;
