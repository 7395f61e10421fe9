-- old
CREATE TABLE r (a int NOT NULL, b int NOT NULL, CONSTRAINT k PRIMARY KEY (a), CONSTRAINT u UNIQUE (b));
CREATE TABLE t (a int CONSTRAINT f REFERENCES r (a));
-- new
CREATE TABLE r (a int NOT NULL, b int NOT NULL, CONSTRAINT k PRIMARY KEY (a) INCLUDE (b), CONSTRAINT u UNIQUE (b));
CREATE TABLE t (a int CONSTRAINT f REFERENCES r (a));
-- rows
INSERT INTO r VALUES (1, 2); INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.r USING btree (a) INCLUDE (b);

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.r DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.r USING btree (a);

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.r DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- down hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table
--   validate constraint public.t.f: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
