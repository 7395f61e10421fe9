-- common
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int);
-- new
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES r;
-- rows
INSERT INTO r VALUES (1); INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(id) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- hazards
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.r: SHARE ROW EXCLUSIVE
--   public.t: SHARE ROW EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT f;

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
