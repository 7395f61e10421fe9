-- old
CREATE TABLE t (a int);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
-- new
CREATE TABLE t (a bigint);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
-- rows
INSERT INTO t VALUES (1); REFRESH MATERIALIZED VIEW m;
-- query
SELECT a FROM m

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table
--   create materialized view public.m: reads the table

-- locks
--   public.m: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE MATERIALIZED VIEW public.m AS
 SELECT a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_m', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.m')), false);
DROP MATERIALIZED VIEW public.m;

ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.m OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_m', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table
--   create materialized view public.m: reads the table

-- down locks
--   public.m: ACCESS EXCLUSIVE
--   public.t: ACCESS EXCLUSIVE
