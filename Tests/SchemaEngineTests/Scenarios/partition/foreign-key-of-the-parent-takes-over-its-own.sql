-- PostgreSQL makes an equal foreign key of a partition the parent's.
-- common
CREATE TABLE r (i int PRIMARY KEY);
-- old
CREATE TABLE t (i int, k int) PARTITION BY LIST (i);
CREATE TABLE t1 (i int, k int CONSTRAINT own REFERENCES r);
ALTER TABLE t ATTACH PARTITION t1 FOR VALUES IN (1);
-- new
CREATE TABLE t (i int, k int CONSTRAINT pf REFERENCES r) PARTITION BY LIST (i);
CREATE TABLE t1 (i int, k int CONSTRAINT own REFERENCES r);
ALTER TABLE t ATTACH PARTITION t1 FOR VALUES IN (1);
-- rows
INSERT INTO r VALUES (1);
INSERT INTO t VALUES (1, 1);
-- query
SELECT * FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT pf FOREIGN KEY (k) REFERENCES public.r(i);

-- hazards
--   create constraint public.t.pf: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: SHARE ROW EXCLUSIVE
--   public.t1: SHARE ROW EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT pf;

ALTER TABLE public.t1 ADD CONSTRAINT own FOREIGN KEY (k) REFERENCES public.r(i) NOT VALID;

ALTER TABLE public.t1 VALIDATE CONSTRAINT own;

-- down hazards
--   validate constraint public.t1.own: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
