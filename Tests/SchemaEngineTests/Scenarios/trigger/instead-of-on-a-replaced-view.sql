-- common
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
-- old
CREATE VIEW v AS SELECT a, b FROM t;
CREATE TRIGGER x INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
-- new
CREATE VIEW v AS SELECT b FROM t;
CREATE TRIGGER x INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE TRIGGER x INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE TRIGGER x INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();

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

CREATE TRIGGER x INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();

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

CREATE TRIGGER x INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
