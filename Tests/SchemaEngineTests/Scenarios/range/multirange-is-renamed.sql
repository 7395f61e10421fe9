-- The columns of the multirange type go on with it.
-- old
CREATE TYPE r AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = many);
CREATE TABLE t (a r, b many, c many[]);
CREATE INDEX i ON t USING gist (b);
CREATE VIEW v AS SELECT b FROM t;
-- new
CREATE TYPE r AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = others);
CREATE TABLE t (a r, b others, c others[]);
CREATE INDEX i ON t USING gist (b);
CREATE VIEW v AS SELECT b FROM t;
-- rows
INSERT INTO t VALUES ('[1,2)', '{[1,2)}', '{"{[1,2)}"}');
-- query
SELECT b::text FROM t

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER FUNCTION public.many() RENAME TO others;
ALTER FUNCTION public.many(public.r) RENAME TO others;
ALTER FUNCTION public.many(public.r[]) RENAME TO others;
ALTER TYPE public.many RENAME TO others;

CREATE VIEW public.v AS
 SELECT b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER FUNCTION public.many() RENAME TO others;
ALTER FUNCTION public.many(public.r) RENAME TO others;
ALTER FUNCTION public.many(public.r[]) RENAME TO others;
ALTER TYPE public.many RENAME TO others;

CREATE VIEW public.v AS
 SELECT t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER FUNCTION public.others() RENAME TO many;
ALTER FUNCTION public.others(public.r) RENAME TO many;
ALTER FUNCTION public.others(public.r[]) RENAME TO many;
ALTER TYPE public.others RENAME TO many;

CREATE VIEW public.v AS
 SELECT b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER FUNCTION public.others() RENAME TO many;
ALTER FUNCTION public.others(public.r) RENAME TO many;
ALTER FUNCTION public.others(public.r[]) RENAME TO many;
ALTER TYPE public.others RENAME TO many;

CREATE VIEW public.v AS
 SELECT t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
