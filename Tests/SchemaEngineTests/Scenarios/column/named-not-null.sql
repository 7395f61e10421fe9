-- PostgreSQL 18 keeps the names of NOT NULL constraints.
-- since: 18
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int CONSTRAINT a_is_there NOT NULL);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ADD CONSTRAINT a_is_there NOT NULL a NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT a_is_there;

-- hazards
--   validate constraint public.t.a_is_there: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT a_is_there;

-- down locks
--   public.t: ACCESS EXCLUSIVE
