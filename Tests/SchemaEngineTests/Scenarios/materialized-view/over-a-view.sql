-- common
CREATE TABLE t (a int, b int);
-- old
CREATE VIEW v AS SELECT a, b FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM v;
-- new
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM v;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE MATERIALIZED VIEW public.m AS
 SELECT v.a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   create materialized view public.m: reads the table

-- locks
--   public.m: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
CREATE OR REPLACE VIEW public.v AS
 SELECT a,
    b
   FROM public.t;

-- down 15
CREATE OR REPLACE VIEW public.v AS
 SELECT t.a,
    t.b
   FROM public.t;

-- down locks
--   public.v: ACCESS EXCLUSIVE
