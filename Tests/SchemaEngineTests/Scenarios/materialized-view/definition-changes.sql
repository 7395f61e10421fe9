-- It is created again with its index, comment and privileges.
-- common
CREATE TABLE t (a int);
-- old
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX i ON m (a);
COMMENT ON MATERIALIZED VIEW m IS 'kept';
-- new
CREATE MATERIALIZED VIEW m AS SELECT a FROM t WHERE a > 0;
CREATE INDEX i ON m (a);
COMMENT ON MATERIALIZED VIEW m IS 'kept';
-- rows
INSERT INTO t VALUES (1); REFRESH MATERIALIZED VIEW m;
-- query
SELECT a FROM m

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t
  WHERE (a > 0);
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

CREATE INDEX i ON public.m USING btree (a);

COMMENT ON MATERIALIZED VIEW public.m IS 'kept';

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t
  WHERE (t.a > 0);
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

CREATE INDEX i ON public.m USING btree (a);

COMMENT ON MATERIALIZED VIEW public.m IS 'kept';

COMMIT;

-- hazards
--   create materialized view public.m: reads the table

-- locks
--   public.m: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

CREATE INDEX i ON public.m USING btree (a);

COMMENT ON MATERIALIZED VIEW public.m IS 'kept';

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

CREATE INDEX i ON public.m USING btree (a);

COMMENT ON MATERIALIZED VIEW public.m IS 'kept';

COMMIT;

-- down hazards
--   create materialized view public.m: reads the table

-- down locks
--   public.m: ACCESS EXCLUSIVE
