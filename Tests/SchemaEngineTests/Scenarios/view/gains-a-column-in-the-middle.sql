-- PostgreSQL adds columns only at the end: the view and what uses it are replaced, and get everything back.
-- common
CREATE TABLE t (a int, b int, c int);
-- old
CREATE VIEW v AS SELECT a, c FROM t;
CREATE VIEW w AS SELECT a FROM v;
GRANT SELECT ON v, w TO pg_monitor;
GRANT UPDATE (a) ON v TO pg_monitor;
COMMENT ON COLUMN v.c IS 'c';
ALTER VIEW v ALTER c SET DEFAULT 5;
-- new
CREATE VIEW v AS SELECT a, b, c FROM t;
CREATE VIEW w AS SELECT a FROM v;
GRANT SELECT ON v, w TO pg_monitor;
GRANT UPDATE (a) ON v TO pg_monitor;
COMMENT ON COLUMN v.c IS 'c';
ALTER VIEW v ALTER c SET DEFAULT 5;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT a,
    b,
    c
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

ALTER VIEW public.v ALTER COLUMN c SET DEFAULT 5;

GRANT UPDATE (a) ON TABLE public.v TO pg_monitor;

GRANT SELECT ON TABLE public.v TO pg_monitor;

COMMENT ON COLUMN public.v.c IS 'c';

CREATE VIEW public.w AS
 SELECT a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.w TO pg_monitor;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.a,
    t.b,
    t.c
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

ALTER VIEW public.v ALTER COLUMN c SET DEFAULT 5;

GRANT UPDATE (a) ON TABLE public.v TO pg_monitor;

GRANT SELECT ON TABLE public.v TO pg_monitor;

COMMENT ON COLUMN public.v.c IS 'c';

CREATE VIEW public.w AS
 SELECT v.a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.w TO pg_monitor;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT a,
    c
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

ALTER VIEW public.v ALTER COLUMN c SET DEFAULT 5;

GRANT UPDATE (a) ON TABLE public.v TO pg_monitor;

GRANT SELECT ON TABLE public.v TO pg_monitor;

COMMENT ON COLUMN public.v.c IS 'c';

CREATE VIEW public.w AS
 SELECT a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.w TO pg_monitor;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.a,
    t.c
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

ALTER VIEW public.v ALTER COLUMN c SET DEFAULT 5;

GRANT UPDATE (a) ON TABLE public.v TO pg_monitor;

GRANT SELECT ON TABLE public.v TO pg_monitor;

COMMENT ON COLUMN public.v.c IS 'c';

CREATE VIEW public.w AS
 SELECT v.a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.w TO pg_monitor;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE
