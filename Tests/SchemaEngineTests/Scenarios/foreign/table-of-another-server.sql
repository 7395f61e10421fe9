-- common
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE SERVER u FOREIGN DATA WRAPPER w;
-- old
CREATE FOREIGN TABLE t (a int) SERVER s;
CREATE VIEW v AS SELECT a FROM t;
GRANT SELECT ON t TO pg_monitor;
-- new
CREATE FOREIGN TABLE t (a int) SERVER u;
CREATE VIEW v AS SELECT a FROM t;
GRANT SELECT ON t TO pg_monitor;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_foreign_20_table_20_public_2e_t', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.t')), false);
DROP FOREIGN TABLE public.t;

CREATE FOREIGN TABLE public.t (
    a integer
) SERVER u;
DO $owner$ BEGIN EXECUTE format('ALTER FOREIGN TABLE public.t OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_foreign_20_table_20_public_2e_t', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.t TO pg_monitor;

CREATE VIEW public.v AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_foreign_20_table_20_public_2e_t', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.t')), false);
DROP FOREIGN TABLE public.t;

CREATE FOREIGN TABLE public.t (
    a integer
) SERVER u;
DO $owner$ BEGIN EXECUTE format('ALTER FOREIGN TABLE public.t OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_foreign_20_table_20_public_2e_t', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.t TO pg_monitor;

CREATE VIEW public.v AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_foreign_20_table_20_public_2e_t', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.t')), false);
DROP FOREIGN TABLE public.t;

CREATE FOREIGN TABLE public.t (
    a integer
) SERVER s;
DO $owner$ BEGIN EXECUTE format('ALTER FOREIGN TABLE public.t OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_foreign_20_table_20_public_2e_t', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.t TO pg_monitor;

CREATE VIEW public.v AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_foreign_20_table_20_public_2e_t', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.t')), false);
DROP FOREIGN TABLE public.t;

CREATE FOREIGN TABLE public.t (
    a integer
) SERVER s;
DO $owner$ BEGIN EXECUTE format('ALTER FOREIGN TABLE public.t OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_foreign_20_table_20_public_2e_t', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.t TO pg_monitor;

CREATE VIEW public.v AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
