-- common
CREATE TABLE t (note text);
-- old
CREATE VIEW v AS SELECT note FROM t;
-- new
CREATE VIEW v AS SELECT note COLLATE "C" AS note FROM t;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT (note COLLATE "C") AS note
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT (t.note COLLATE "C") AS note
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT note
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.note
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
