-- since: 18
-- common
CREATE TABLE r (id int PRIMARY KEY);
-- old
CREATE TABLE t (a int CONSTRAINT f REFERENCES r NOT ENFORCED);
-- new
CREATE TABLE t (a int CONSTRAINT f REFERENCES r);
-- rows
INSERT INTO r VALUES (1); INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER CONSTRAINT f ENFORCED;

-- hazards
--   enforce constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.r: SHARE ROW EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER CONSTRAINT f NOT ENFORCED;

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
