-- A dump of the structure says WITH NO DATA of every view: rows are not compared, and one that is replaced has rows where it had them.
-- common
CREATE TABLE t (a int);
-- old
CREATE MATERIALIZED VIEW kept AS SELECT a FROM t;
CREATE MATERIALIZED VIEW changed AS SELECT a FROM t;
-- new
CREATE MATERIALIZED VIEW kept AS SELECT a FROM t WITH NO DATA;
CREATE MATERIALIZED VIEW changed AS SELECT a + 1 AS a FROM t WITH NO DATA;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_changed', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.changed')), false);
DROP MATERIALIZED VIEW public.changed;

CREATE MATERIALIZED VIEW public.changed AS
 SELECT (a + 1) AS a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.changed OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_changed', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_changed', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.changed')), false);
DROP MATERIALIZED VIEW public.changed;

CREATE MATERIALIZED VIEW public.changed AS
 SELECT (t.a + 1) AS a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.changed OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_changed', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   create materialized view public.changed: reads the table

-- locks
--   public.changed: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_changed', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.changed')), false);
DROP MATERIALIZED VIEW public.changed;

CREATE MATERIALIZED VIEW public.changed AS
 SELECT a
   FROM public.t
WITH NO DATA;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.changed OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_changed', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_changed', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.changed')), false);
DROP MATERIALIZED VIEW public.changed;

CREATE MATERIALIZED VIEW public.changed AS
 SELECT t.a
   FROM public.t
WITH NO DATA;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.changed OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_changed', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.changed: ACCESS EXCLUSIVE
