-- common
CREATE TABLE t (a int);
-- new
COMMENT ON COLUMN t.a IS 'it''s a';

-- up
COMMENT ON COLUMN public.t.a IS 'it''s a';

-- down
COMMENT ON COLUMN public.t.a IS NULL;
