-- common
CREATE TABLE t (a int);
-- new
COMMENT ON COLUMN t.a IS 'it''s a';

-- up
COMMENT ON COLUMN public.t.a IS 'it''s a';

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
COMMENT ON COLUMN public.t.a IS NULL;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
