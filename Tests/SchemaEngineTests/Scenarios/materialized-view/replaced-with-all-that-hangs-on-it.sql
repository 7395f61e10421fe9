-- common
CREATE TABLE t (a int, b int);
-- old
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE UNIQUE INDEX i ON m (a);
COMMENT ON MATERIALIZED VIEW m IS 'm';
COMMENT ON COLUMN m.a IS 'a';
COMMENT ON INDEX i IS 'i';
ALTER MATERIALIZED VIEW m ALTER a SET STATISTICS 300;
CREATE VIEW v AS SELECT a FROM m;
-- new
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE UNIQUE INDEX i ON m (a);
COMMENT ON MATERIALIZED VIEW m IS 'm';
COMMENT ON COLUMN m.a IS 'a';
COMMENT ON INDEX i IS 'i';
ALTER MATERIALIZED VIEW m ALTER a SET STATISTICS 300;
CREATE VIEW v AS SELECT a FROM m;
-- rows
INSERT INTO t VALUES (1, 2); REFRESH MATERIALIZED VIEW m;
-- query
SELECT a FROM v

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a,
    b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

ALTER MATERIALIZED VIEW public.m ALTER COLUMN a SET STATISTICS 300;

CREATE UNIQUE INDEX i ON public.m USING btree (a);

COMMENT ON MATERIALIZED VIEW public.m IS 'm';

COMMENT ON COLUMN public.m.a IS 'a';

COMMENT ON INDEX public.i IS 'i';

CREATE VIEW public.v AS
 SELECT a
   FROM public.m;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a,
    t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

ALTER MATERIALIZED VIEW public.m ALTER COLUMN a SET STATISTICS 300;

CREATE UNIQUE INDEX i ON public.m USING btree (a);

COMMENT ON MATERIALIZED VIEW public.m IS 'm';

COMMENT ON COLUMN public.m.a IS 'a';

COMMENT ON INDEX public.i IS 'i';

CREATE VIEW public.v AS
 SELECT m.a
   FROM public.m;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   create materialized view public.m: reads the table

-- locks
--   public.m: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

ALTER MATERIALIZED VIEW public.m ALTER COLUMN a SET STATISTICS 300;

CREATE UNIQUE INDEX i ON public.m USING btree (a);

COMMENT ON MATERIALIZED VIEW public.m IS 'm';

COMMENT ON COLUMN public.m.a IS 'a';

COMMENT ON INDEX public.i IS 'i';

CREATE VIEW public.v AS
 SELECT a
   FROM public.m;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

ALTER MATERIALIZED VIEW public.m ALTER COLUMN a SET STATISTICS 300;

CREATE UNIQUE INDEX i ON public.m USING btree (a);

COMMENT ON MATERIALIZED VIEW public.m IS 'm';

COMMENT ON COLUMN public.m.a IS 'a';

COMMENT ON INDEX public.i IS 'i';

CREATE VIEW public.v AS
 SELECT m.a
   FROM public.m;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   create materialized view public.m: reads the table

-- down locks
--   public.m: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
