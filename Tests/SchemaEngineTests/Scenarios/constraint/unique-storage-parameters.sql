-- old
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a));
-- new
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a) WITH (fillfactor = 70));

-- up
ALTER INDEX public.u SET (fillfactor=70);

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
ALTER INDEX public.u RESET (fillfactor);

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
