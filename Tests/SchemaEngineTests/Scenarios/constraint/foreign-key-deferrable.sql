-- When a foreign key is checked changes in place.
-- common
CREATE TABLE r (id int PRIMARY KEY);
-- old
CREATE TABLE t (a int CONSTRAINT f REFERENCES r);
-- new
CREATE TABLE t (a int CONSTRAINT f REFERENCES r DEFERRABLE INITIALLY DEFERRED);
-- rows
INSERT INTO r VALUES (1); INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER CONSTRAINT f DEFERRABLE INITIALLY DEFERRED;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER CONSTRAINT f NOT DEFERRABLE;

-- down locks
--   public.t: ACCESS EXCLUSIVE
