-- common
CREATE TABLE t (a int);
-- old
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- new
CREATE TABLE v (a int);
CREATE VIEW w AS SELECT a FROM v;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

DROP VIEW public.v;

CREATE TABLE public.v (
    a integer
);

CREATE VIEW public.w AS
 SELECT a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

DROP VIEW public.v;

CREATE TABLE public.v (
    a integer
);

CREATE VIEW public.w AS
 SELECT v.a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

DROP TABLE public.v;

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

DROP TABLE public.v;

CREATE VIEW public.v AS
 SELECT t.a
   FROM public.t;

CREATE VIEW public.w AS
 SELECT v.a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   drop table public.v: data loss

-- down locks
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE
