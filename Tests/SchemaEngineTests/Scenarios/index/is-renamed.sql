-- common
CREATE TABLE t (a int);
-- old
CREATE INDEX i ON t (a);
-- new
CREATE INDEX j ON t (a);

-- up
ALTER INDEX public.i RENAME TO j;

-- down
ALTER INDEX public.j RENAME TO i;
