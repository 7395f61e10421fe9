-- since: 18
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0) NOT ENFORCED);
-- rows
INSERT INTO t VALUES (-1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT ENFORCED;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT c;

-- down locks
--   public.t: ACCESS EXCLUSIVE
