-- old
CREATE TABLE t (a int NOT NULL, CONSTRAINT k UNIQUE (a));
-- new
CREATE TABLE t (a int NOT NULL, CONSTRAINT k PRIMARY KEY (a));
-- rows
INSERT INTO t VALUES (1), (2);
-- query
SELECT a FROM t ORDER BY a

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a);

ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

-- hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a);

ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k UNIQUE USING INDEX plumbline_new_k;

-- down hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
