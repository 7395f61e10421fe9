-- A view keeps its privileges and dependents when columns are only added at its end.
-- common
CREATE TABLE t (a int, b int);
-- old
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- new
CREATE VIEW v AS SELECT a, b FROM t WHERE a > 0;
CREATE VIEW w AS SELECT a FROM v;
-- rows
INSERT INTO t VALUES (1, 2);
-- query
SELECT a FROM w

-- up
CREATE OR REPLACE VIEW public.v AS
 SELECT a,
    b
   FROM public.t
  WHERE (a > 0);

-- up 15
CREATE OR REPLACE VIEW public.v AS
 SELECT t.a,
    t.b
   FROM public.t
  WHERE (t.a > 0);

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE VIEW public.w AS
 SELECT a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_w', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.w')), false);
DROP VIEW public.w;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

CREATE VIEW public.w AS
 SELECT v.a
   FROM public.v;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.w OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_w', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
--   public.w: ACCESS EXCLUSIVE
