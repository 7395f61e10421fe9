-- since: 18
-- common
CREATE TABLE t (a int);
-- new
ALTER TABLE t ADD CONSTRAINT a_is_there NOT NULL a NOT VALID;
-- rows
INSERT INTO t VALUES (NULL);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT a_is_there NOT NULL a NOT VALID;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT a_is_there;

-- down locks
--   public.t: ACCESS EXCLUSIVE
