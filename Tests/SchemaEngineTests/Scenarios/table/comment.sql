-- common
CREATE TABLE t (a int);
-- old
COMMENT ON TABLE t IS 'old';
-- new
COMMENT ON TABLE t IS E'new\nline with a \\ and a ''quote''';

-- up
COMMENT ON TABLE public.t IS E'new
line with a \\ and a ''quote''';

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
COMMENT ON TABLE public.t IS 'old';

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
