-- On the way back, the server has bound the foreign key to the key that was there first, which goes.
-- old
CREATE TABLE r (a int NOT NULL, b int);
ALTER TABLE r ADD CONSTRAINT k UNIQUE (a);
CREATE TABLE t (a int);
-- new
CREATE TABLE r (a int NOT NULL, b int, CONSTRAINT k UNIQUE (a) INCLUDE (b), CONSTRAINT a_u UNIQUE (a));
CREATE TABLE t (a int CONSTRAINT z_f REFERENCES r (a));
-- rows
INSERT INTO r VALUES (1, 2); INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
CREATE UNIQUE INDEX CONCURRENTLY a_u ON public.r USING btree (a);

ALTER TABLE public.r ADD CONSTRAINT a_u UNIQUE USING INDEX a_u;

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.r USING btree (a) INCLUDE (b);

ALTER TABLE public.r DROP CONSTRAINT k, ADD CONSTRAINT k UNIQUE USING INDEX plumbline_new_k;

ALTER TABLE public.t ADD CONSTRAINT z_f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

ALTER TABLE public.t VALIDATE CONSTRAINT z_f;

-- hazards
--   create index public.a_u: may fail on existing data, reads the table
--   create index public.plumbline_new_k: may fail on existing data, reads the table
--   validate constraint public.t.z_f: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: SHARE ROW EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.r USING btree (a);

ALTER TABLE public.t DROP CONSTRAINT z_f;

ALTER TABLE public.r DROP CONSTRAINT k, ADD CONSTRAINT k UNIQUE USING INDEX plumbline_new_k;

ALTER TABLE public.r DROP CONSTRAINT a_u;

-- down hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
