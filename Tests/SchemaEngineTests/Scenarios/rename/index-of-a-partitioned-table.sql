-- The indexes of partitions keep their own names.
-- old
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE INDEX i ON t (a);
-- new
CREATE TABLE t (a int) PARTITION BY LIST (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
CREATE INDEX j ON t (a);

-- up
ALTER INDEX public.i RENAME TO j;

-- down
ALTER INDEX public.j RENAME TO i;
