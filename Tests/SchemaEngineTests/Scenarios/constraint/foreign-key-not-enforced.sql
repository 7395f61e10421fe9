-- since: 18
-- common
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int);
-- new
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES r NOT ENFORCED;
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(id) NOT ENFORCED;

-- locks
--   public.r: SHARE ROW EXCLUSIVE
--   public.t: SHARE ROW EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT f;

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
