-- The rule comes back with the new view, with its comment.
-- common
CREATE TABLE t (a int, b int);
-- old
CREATE VIEW v AS SELECT a, b FROM t;
CREATE RULE w AS ON DELETE TO v DO INSTEAD NOTHING;
COMMENT ON RULE w ON v IS 'kept';
-- new
CREATE VIEW v AS SELECT b FROM t;
CREATE RULE w AS ON DELETE TO v DO INSTEAD NOTHING;
COMMENT ON RULE w ON v IS 'kept';

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE RULE w AS
    ON DELETE TO public.v DO INSTEAD NOTHING;

COMMENT ON RULE w ON public.v IS 'kept';

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE RULE w AS
    ON DELETE TO public.v DO INSTEAD NOTHING;

COMMENT ON RULE w ON public.v IS 'kept';

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT a,
    b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE RULE w AS
    ON DELETE TO public.v DO INSTEAD NOTHING;

COMMENT ON RULE w ON public.v IS 'kept';

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.a,
    t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE RULE w AS
    ON DELETE TO public.v DO INSTEAD NOTHING;

COMMENT ON RULE w ON public.v IS 'kept';

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
