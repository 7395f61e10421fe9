-- old
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a));
-- new
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a) WITH (fillfactor = 70));

-- up
ALTER INDEX public.u SET (fillfactor=70);

-- down
ALTER INDEX public.u RESET (fillfactor);
