-- common
CREATE TABLE t (a int);
CREATE INDEX i ON t (a);
-- new
COMMENT ON INDEX i IS 'fast';

-- up
COMMENT ON INDEX public.i IS 'fast';

-- down
COMMENT ON INDEX public.i IS NULL;
