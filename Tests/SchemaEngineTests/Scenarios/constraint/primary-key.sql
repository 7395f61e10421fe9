-- The index is built concurrently first, then the key takes it.
-- old
CREATE TABLE t (a int NOT NULL);
-- new
CREATE TABLE t (a int CONSTRAINT k PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (2);
-- query
SELECT a FROM t ORDER BY a

-- up
CREATE UNIQUE INDEX CONCURRENTLY k ON public.t USING btree (a);

ALTER TABLE public.t ADD CONSTRAINT k PRIMARY KEY USING INDEX k;

-- hazards
--   create index public.k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t DROP CONSTRAINT k;

-- down locks
--   public.t: ACCESS EXCLUSIVE
