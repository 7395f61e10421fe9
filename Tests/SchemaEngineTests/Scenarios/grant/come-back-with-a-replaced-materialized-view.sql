-- common
CREATE TABLE t (a int, b int);
-- old
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
GRANT SELECT ON m TO pg_monitor;
GRANT SELECT (a) ON m TO PUBLIC;
-- new
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
GRANT SELECT ON m TO pg_monitor;
GRANT SELECT (a) ON m TO PUBLIC;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a,
    b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

GRANT SELECT (a) ON TABLE public.m TO PUBLIC;

GRANT SELECT ON TABLE public.m TO pg_monitor;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a,
    t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

GRANT SELECT (a) ON TABLE public.m TO PUBLIC;

GRANT SELECT ON TABLE public.m TO pg_monitor;

COMMIT;

-- hazards
--   create materialized view public.m: reads the table

-- locks
--   public.m: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

GRANT SELECT (a) ON TABLE public.m TO PUBLIC;

GRANT SELECT ON TABLE public.m TO pg_monitor;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

GRANT SELECT (a) ON TABLE public.m TO PUBLIC;

GRANT SELECT ON TABLE public.m TO pg_monitor;

COMMIT;

-- down hazards
--   create materialized view public.m: reads the table

-- down locks
--   public.m: ACCESS EXCLUSIVE
