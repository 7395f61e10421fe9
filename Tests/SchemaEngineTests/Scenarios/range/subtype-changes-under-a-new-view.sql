-- old
CREATE TYPE r AS RANGE (SUBTYPE = int);
CREATE TABLE t (a r);
-- new
CREATE TYPE r AS RANGE (SUBTYPE = bigint);
CREATE TABLE t (a r);
CREATE VIEW v AS SELECT a FROM t;
-- rows
INSERT INTO t VALUES ('[1,3)');
-- query
SELECT a::text AS a FROM t

-- up
BEGIN;
ALTER FUNCTION public.r(integer, integer) RENAME TO r__old;
ALTER FUNCTION public.r(integer, integer, text) RENAME TO r__old;
ALTER FUNCTION public.r_multirange() RENAME TO r_multirange__old;
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
ALTER TYPE public.r RENAME TO r__old;
CREATE TYPE public.r AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN a TYPE public.r USING a::text::public.r;
DROP TYPE public.r__old;
COMMIT;

CREATE VIEW public.v AS
 SELECT a
   FROM public.t;

-- up 15
BEGIN;
ALTER FUNCTION public.r(integer, integer) RENAME TO r__old;
ALTER FUNCTION public.r(integer, integer, text) RENAME TO r__old;
ALTER FUNCTION public.r_multirange() RENAME TO r_multirange__old;
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
ALTER TYPE public.r RENAME TO r__old;
CREATE TYPE public.r AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN a TYPE public.r USING a::text::public.r;
DROP TYPE public.r__old;
COMMIT;

CREATE VIEW public.v AS
 SELECT t.a
   FROM public.t;

-- hazards
--   rebuild range type public.r: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
DROP VIEW public.v;

BEGIN;
ALTER FUNCTION public.r(bigint, bigint) RENAME TO r__old;
ALTER FUNCTION public.r(bigint, bigint, text) RENAME TO r__old;
ALTER FUNCTION public.r_multirange() RENAME TO r_multirange__old;
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
ALTER TYPE public.r RENAME TO r__old;
CREATE TYPE public.r AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN a TYPE public.r USING a::text::public.r;
DROP TYPE public.r__old;
COMMIT;

-- down hazards
--   rebuild range type public.r: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
