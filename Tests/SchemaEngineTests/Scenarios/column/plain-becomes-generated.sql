-- old
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b FROM t;
-- new
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
CREATE VIEW v AS SELECT a, b FROM t;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a * 2)) STORED;

CREATE VIEW public.v AS
 SELECT a,
    b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP COLUMN b;

ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS ((a * 2)) STORED;

CREATE VIEW public.v AS
 SELECT t.a,
    t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   drop column public.t.b: data loss
--   add column public.t.b: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.t ALTER COLUMN b DROP EXPRESSION;

-- down locks
--   public.t: ACCESS EXCLUSIVE
