-- common
CREATE TABLE p (a int PRIMARY KEY, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int);
-- new
ALTER TABLE p ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES r;
ALTER TABLE t ADD CONSTRAINT g FOREIGN KEY (a) REFERENCES p;
-- rows
INSERT INTO r VALUES (7); INSERT INTO p VALUES (1, 7); INSERT INTO t VALUES (1);
-- query
SELECT p.a, p.b FROM p JOIN t USING (a)

-- up
ALTER TABLE public.p ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES public.r(id);

ALTER TABLE public.t ADD CONSTRAINT g FOREIGN KEY (a) REFERENCES public.p(a) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT g;

-- hazards
--   create constraint public.p.f: may fail on existing data, reads the table
--   validate constraint public.t.g: may fail on existing data, reads the table

-- locks
--   public.p: SHARE ROW EXCLUSIVE
--   public.p1: SHARE ROW EXCLUSIVE
--   public.r: SHARE ROW EXCLUSIVE
--   public.t: SHARE ROW EXCLUSIVE

-- down
ALTER TABLE public.p DROP CONSTRAINT f;

ALTER TABLE public.t DROP CONSTRAINT g;

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
