-- The new index exists before the old key goes; a table has one primary key, so both happen in one transaction.
-- old
CREATE TABLE r (a int NOT NULL, b int NOT NULL, CONSTRAINT old_key PRIMARY KEY (a), CONSTRAINT u UNIQUE (a) INCLUDE (b));
CREATE TABLE t (a int CONSTRAINT f REFERENCES r (a));
-- new
CREATE TABLE r (a int NOT NULL, b int NOT NULL, CONSTRAINT new_key PRIMARY KEY (a, b), CONSTRAINT u UNIQUE (a) INCLUDE (b));
CREATE TABLE t (a int CONSTRAINT f REFERENCES r (a));
-- rows
INSERT INTO r VALUES (1, 2); INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
CREATE UNIQUE INDEX CONCURRENTLY new_key ON public.r USING btree (a, b);

BEGIN;

ALTER TABLE public.t DROP CONSTRAINT f;

ALTER TABLE public.r DROP CONSTRAINT old_key;

ALTER TABLE public.r ADD CONSTRAINT new_key PRIMARY KEY USING INDEX new_key;

ALTER TABLE public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES public.r(a) NOT VALID;

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT f;

-- hazards
--   create index public.new_key: may fail on existing data, reads the table
--   validate constraint public.t.f: may fail on existing data, reads the table

-- locks
--   public.r: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY old_key ON public.r USING btree (a);

BEGIN;

ALTER TABLE public.r DROP CONSTRAINT new_key;

ALTER TABLE public.r ADD CONSTRAINT old_key PRIMARY KEY USING INDEX old_key;

COMMIT;

-- down hazards
--   create index public.old_key: may fail on existing data, reads the table

-- down locks
--   public.r: ACCESS EXCLUSIVE
