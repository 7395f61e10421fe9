-- old
CREATE TYPE one AS (a int, b text);
CREATE TYPE two AS (a int);
CREATE TABLE t OF one (a DEFAULT 7, PRIMARY KEY (a));
CREATE TABLE u OF one;
-- new
CREATE TYPE two AS (a bigint, c date);
CREATE TYPE three AS (a int, b text);
CREATE TABLE t OF two (a DEFAULT 7, PRIMARY KEY (a));
CREATE TABLE u OF three;
-- rows
INSERT INTO t VALUES (1, 'x');
INSERT INTO u VALUES (1, 'x');
-- query
SELECT t.a, u.a, u.b FROM t, u

-- up
CREATE TYPE public.three AS (a integer, b text);

ALTER TYPE public.two ALTER ATTRIBUTE a TYPE bigint, ADD ATTRIBUTE c date;

ALTER TABLE public.t NOT OF;

BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 7;
COMMIT;

ALTER TABLE public.t ADD COLUMN c date;

ALTER TABLE public.u OF public.three;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t OF public.two;

DROP TYPE public.one;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table
--   drop column public.t.b: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.u: ACCESS EXCLUSIVE

-- down
CREATE TYPE public.one AS (a integer, b text);

ALTER TABLE public.t NOT OF;

BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE integer;
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 7;
COMMIT;

ALTER TABLE public.t ADD COLUMN b text;

ALTER TABLE public.u OF public.one;

ALTER TYPE public.two DROP ATTRIBUTE c, ALTER ATTRIBUTE a TYPE integer;

ALTER TABLE public.t DROP COLUMN c;

ALTER TABLE public.t OF public.one;

DROP TYPE public.three;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table
--   drop column public.t.c: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.u: ACCESS EXCLUSIVE
