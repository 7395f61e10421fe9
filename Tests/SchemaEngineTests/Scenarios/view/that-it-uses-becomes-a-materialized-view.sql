-- common
CREATE TABLE t (a int);
-- old
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- new
CREATE MATERIALIZED VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a, a AS b FROM v;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

DROP VIEW public.v;

CREATE MATERIALIZED VIEW public.v AS
 SELECT a
   FROM public.t;

CREATE VIEW public.w AS
 SELECT a,
    a AS b
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

DROP VIEW public.v;

CREATE MATERIALIZED VIEW public.v AS
 SELECT t.a
   FROM public.t;

CREATE VIEW public.w AS
 SELECT v.a,
    v.a AS b
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   create materialized view public.v: reads the table

-- locks
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

DROP MATERIALIZED VIEW public.v;

CREATE VIEW public.v AS
 SELECT a
   FROM public.t;

CREATE VIEW public.w AS
 SELECT a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

DROP MATERIALIZED VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.a
   FROM public.t;

CREATE VIEW public.w AS
 SELECT v.a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE
