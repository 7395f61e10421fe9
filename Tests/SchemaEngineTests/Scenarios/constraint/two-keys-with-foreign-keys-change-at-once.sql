-- old
CREATE TABLE r (a int, b int, CONSTRAINT k PRIMARY KEY (a));
CREATE TABLE s (a int, b int, CONSTRAINT l PRIMARY KEY (a));
CREATE TABLE t (a int CONSTRAINT f REFERENCES r (a), b int CONSTRAINT g REFERENCES s (a));
-- new
CREATE TABLE r (a int, b int, CONSTRAINT k PRIMARY KEY (a) INCLUDE (b));
CREATE TABLE s (a int, b int, CONSTRAINT l PRIMARY KEY (a) INCLUDE (b));
CREATE TABLE t (a int CONSTRAINT f REFERENCES r (a), b int CONSTRAINT g REFERENCES s (a));
-- rows
INSERT INTO r VALUES (1, 2); INSERT INTO s VALUES (3, 4); INSERT INTO t VALUES (1, 3);
-- query
SELECT a, b FROM t

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.r USING btree (a) INCLUDE (b);

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_l ON public.s USING btree (a) INCLUDE (b);

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.t DROP CONSTRAINT g;

ALTER TABLE public.r DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

ALTER TABLE public.s DROP CONSTRAINT l, ADD CONSTRAINT l PRIMARY KEY USING INDEX plumbline_new_l;

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

ALTER TABLE public.t ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES public.s(a) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

ALTER TABLE public.t VALIDATE CONSTRAINT g;

-- hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table
--   create index public.plumbline_new_l: may fail on existing data, reads the table
--   validate constraint public.t.f: may fail on existing data, reads the table
--   validate constraint public.t.g: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.s: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.r USING btree (a);

CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_l ON public.s USING btree (a);

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.t DROP CONSTRAINT g;

ALTER TABLE public.r DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

ALTER TABLE public.s DROP CONSTRAINT l, ADD CONSTRAINT l PRIMARY KEY USING INDEX plumbline_new_l;

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

ALTER TABLE public.t ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES public.s(a) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

ALTER TABLE public.t VALIDATE CONSTRAINT g;

-- down hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table
--   create index public.plumbline_new_l: may fail on existing data, reads the table
--   validate constraint public.t.f: may fail on existing data, reads the table
--   validate constraint public.t.g: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
--   public.s: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
