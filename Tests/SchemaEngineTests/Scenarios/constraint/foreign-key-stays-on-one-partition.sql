-- The foreign key of a partitioned table goes, and one partition keeps it as its own.
-- old
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE p (a int, r int CONSTRAINT fk REFERENCES r) PARTITION BY LIST (a);
CREATE TABLE one PARTITION OF p FOR VALUES IN (1);
-- new
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE p (a int, r int) PARTITION BY LIST (a);
CREATE TABLE one PARTITION OF p FOR VALUES IN (1);
ALTER TABLE one ADD CONSTRAINT fk FOREIGN KEY (r) REFERENCES r;

-- up
ALTER TABLE public.p DROP CONSTRAINT fk;

ALTER TABLE public.one ADD CONSTRAINT fk FOREIGN KEY (r) REFERENCES public.r(id) NOT VALID;

ALTER TABLE public.one VALIDATE CONSTRAINT fk;

-- hazards
--   validate constraint public.one.fk: may fail on existing data, reads the table

-- locks
--   public.one: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
--   public.r: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p ADD CONSTRAINT fk FOREIGN KEY (r) REFERENCES public.r(id);

-- down hazards
--   create constraint public.p.fk: may fail on existing data, reads the table

-- down locks
--   public.one: SHARE ROW EXCLUSIVE
--   public.p: SHARE ROW EXCLUSIVE
--   public.r: ACCESS EXCLUSIVE
