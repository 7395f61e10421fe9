-- old
CREATE TYPE r AS RANGE (SUBTYPE = int);
CREATE TABLE t (id int, a r);
CREATE VIEW v AS SELECT id FROM t WHERE NOT isempty(a);
-- new
CREATE TYPE r AS RANGE (SUBTYPE = bigint);
CREATE TABLE t (id int, a r);
CREATE VIEW v AS SELECT id FROM t WHERE NOT isempty(a);
-- rows
INSERT INTO t VALUES (1, r(1, 5)), (2, NULL);
-- query
SELECT id, lower(a), upper(a) FROM t ORDER BY id

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER FUNCTION public.r(integer, integer) RENAME TO r__old;
ALTER FUNCTION public.r(integer, integer, text) RENAME TO r__old;
ALTER FUNCTION public.r_multirange() RENAME TO r_multirange__old;
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
ALTER TYPE public.r RENAME TO r__old;
CREATE TYPE public.r AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN a TYPE public.r USING a::text::public.r;
DROP TYPE public.r__old;

CREATE VIEW public.v AS
 SELECT id
   FROM public.t
  WHERE (NOT isempty(a));
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER FUNCTION public.r(integer, integer) RENAME TO r__old;
ALTER FUNCTION public.r(integer, integer, text) RENAME TO r__old;
ALTER FUNCTION public.r_multirange() RENAME TO r_multirange__old;
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
ALTER TYPE public.r RENAME TO r__old;
CREATE TYPE public.r AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN a TYPE public.r USING a::text::public.r;
DROP TYPE public.r__old;

CREATE VIEW public.v AS
 SELECT t.id
   FROM public.t
  WHERE (NOT isempty(t.a));
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   rebuild range type public.r: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER FUNCTION public.r(bigint, bigint) RENAME TO r__old;
ALTER FUNCTION public.r(bigint, bigint, text) RENAME TO r__old;
ALTER FUNCTION public.r_multirange() RENAME TO r_multirange__old;
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
ALTER TYPE public.r RENAME TO r__old;
CREATE TYPE public.r AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN a TYPE public.r USING a::text::public.r;
DROP TYPE public.r__old;

CREATE VIEW public.v AS
 SELECT id
   FROM public.t
  WHERE (NOT isempty(a));
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER FUNCTION public.r(bigint, bigint) RENAME TO r__old;
ALTER FUNCTION public.r(bigint, bigint, text) RENAME TO r__old;
ALTER FUNCTION public.r_multirange() RENAME TO r_multirange__old;
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
ALTER TYPE public.r RENAME TO r__old;
CREATE TYPE public.r AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN a TYPE public.r USING a::text::public.r;
DROP TYPE public.r__old;

CREATE VIEW public.v AS
 SELECT t.id
   FROM public.t
  WHERE (NOT isempty(t.a));
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   rebuild range type public.r: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
