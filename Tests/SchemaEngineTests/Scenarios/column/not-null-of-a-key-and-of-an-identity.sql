-- The constraint is there before the key or the identity comes, and weakened or gone after it goes.
-- since: 18
-- old
CREATE TABLE k (a int);
CREATE TABLE i (a int);
CREATE TABLE v (a int);
ALTER TABLE v ADD CONSTRAINT n NOT NULL a NOT VALID;
CREATE TABLE h (a int CONSTRAINT n NOT NULL NO INHERIT);
-- new
CREATE TABLE k (a int CONSTRAINT n NOT NULL PRIMARY KEY);
CREATE TABLE i (a int CONSTRAINT n NOT NULL GENERATED ALWAYS AS IDENTITY);
CREATE TABLE v (a int CONSTRAINT n NOT NULL PRIMARY KEY);
CREATE TABLE h (a int CONSTRAINT n NOT NULL GENERATED ALWAYS AS IDENTITY);
-- rows
INSERT INTO k VALUES (1);
INSERT INTO i VALUES (1);
-- query
SELECT a FROM k

-- up
ALTER TABLE public.h ALTER CONSTRAINT n INHERIT;

BEGIN;
ALTER TABLE public.h ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.h', 'a'), max(a)) FROM public.h HAVING max(a) BETWEEN 1 AND 2147483647;
COMMIT;

ALTER TABLE public.i ADD CONSTRAINT n NOT NULL a NOT VALID;

ALTER TABLE public.i VALIDATE CONSTRAINT n;

BEGIN;
ALTER TABLE public.i ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.i', 'a'), max(a)) FROM public.i HAVING max(a) BETWEEN 1 AND 2147483647;
COMMIT;

ALTER TABLE public.k ADD CONSTRAINT n NOT NULL a NOT VALID;

ALTER TABLE public.k VALIDATE CONSTRAINT n;

CREATE UNIQUE INDEX CONCURRENTLY k_pkey ON public.k USING btree (a);

ALTER TABLE public.k ADD CONSTRAINT k_pkey PRIMARY KEY USING INDEX k_pkey;

ALTER TABLE public.v VALIDATE CONSTRAINT n;

CREATE UNIQUE INDEX CONCURRENTLY v_pkey ON public.v USING btree (a);

ALTER TABLE public.v ADD CONSTRAINT v_pkey PRIMARY KEY USING INDEX v_pkey;

-- hazards
--   validate constraint public.i.n: may fail on existing data, reads the table
--   validate constraint public.k.n: may fail on existing data, reads the table
--   create index public.k_pkey: may fail on existing data, reads the table
--   validate constraint public.v.n: may fail on existing data, reads the table
--   create index public.v_pkey: may fail on existing data, reads the table

-- locks
--   public.h: ACCESS EXCLUSIVE
--   public.i: ACCESS EXCLUSIVE
--   public.k: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.h ALTER COLUMN a DROP IDENTITY;

ALTER TABLE public.h ALTER CONSTRAINT n NO INHERIT;

ALTER TABLE public.i ALTER COLUMN a DROP IDENTITY;

ALTER TABLE public.k DROP CONSTRAINT k_pkey;

ALTER TABLE public.k DROP CONSTRAINT n;

ALTER TABLE public.v DROP CONSTRAINT v_pkey;

BEGIN;
ALTER TABLE public.v DROP CONSTRAINT n;
ALTER TABLE public.v ADD CONSTRAINT n NOT NULL a NOT VALID;
COMMIT;

ALTER TABLE public.i DROP CONSTRAINT n;

-- down locks
--   public.h: ACCESS EXCLUSIVE
--   public.i: ACCESS EXCLUSIVE
--   public.k: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
