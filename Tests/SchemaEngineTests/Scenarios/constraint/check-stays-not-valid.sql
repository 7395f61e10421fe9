-- common
CREATE TABLE t (a int);
-- new
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
-- rows
INSERT INTO t VALUES (-1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT c;

-- down locks
--   public.t: ACCESS EXCLUSIVE
