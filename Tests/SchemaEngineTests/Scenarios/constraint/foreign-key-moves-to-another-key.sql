-- old
CREATE TABLE a (id int NOT NULL CONSTRAINT u UNIQUE);
CREATE TABLE b (x int CONSTRAINT f REFERENCES a (id));
-- new
CREATE TABLE a (id int NOT NULL CONSTRAINT k PRIMARY KEY);
CREATE TABLE b (x int CONSTRAINT f REFERENCES a (id));
-- rows
INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);
-- query
SELECT x FROM b

-- up
CREATE UNIQUE INDEX CONCURRENTLY k ON public.a USING btree (id);

ALTER TABLE public.a ADD CONSTRAINT k PRIMARY KEY USING INDEX k;

BEGIN;

ALTER TABLE public.b DROP CONSTRAINT f;

ALTER TABLE public.a DROP CONSTRAINT u;

ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES public.a(id) NOT VALID;

COMMIT;

ALTER TABLE public.b VALIDATE CONSTRAINT f;

-- hazards
--   create index public.k: may fail on existing data, reads the table
--   validate constraint public.b.f: may fail on existing data, reads the table

-- locks
--   public.a: ACCESS EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY u ON public.a USING btree (id);

ALTER TABLE public.a ADD CONSTRAINT u UNIQUE USING INDEX u;

BEGIN;

ALTER TABLE public.b DROP CONSTRAINT f;

ALTER TABLE public.a DROP CONSTRAINT k;

ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES public.a(id) NOT VALID;

COMMIT;

ALTER TABLE public.b VALIDATE CONSTRAINT f;

-- down hazards
--   create index public.u: may fail on existing data, reads the table
--   validate constraint public.b.f: may fail on existing data, reads the table

-- down locks
--   public.a: ACCESS EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE
