-- common
CREATE TABLE t (a int);
CREATE FUNCTION step(bigint, int) RETURNS bigint LANGUAGE sql IMMUTABLE RETURN $1 + $2;
CREATE FUNCTION wide(numeric, int) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN $1 + $2;
-- old
CREATE AGGREGATE total(int) (SFUNC = step, STYPE = bigint, INITCOND = '0');
CREATE VIEW v AS SELECT total(a) AS n FROM t;
GRANT SELECT ON v TO pg_monitor;
-- new
CREATE AGGREGATE total(int) (SFUNC = wide, STYPE = numeric, INITCOND = '0');
CREATE VIEW v AS SELECT total(a) AS n FROM t;
GRANT SELECT ON v TO pg_monitor;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_aggregate_20_public_2e_total_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.total(integer)')), false);
DROP AGGREGATE public.total(integer);

CREATE AGGREGATE public.total(integer) (
    SFUNC = public.wide,
    STYPE = numeric,
    INITCOND = '0'
);
DO $owner$ BEGIN EXECUTE format('ALTER AGGREGATE public.total(integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_aggregate_20_public_2e_total_28_integer_29_', true), ''), current_user)); END $owner$;

CREATE VIEW public.v AS
 SELECT public.total(a) AS n
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.v TO pg_monitor;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_aggregate_20_public_2e_total_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.total(integer)')), false);
DROP AGGREGATE public.total(integer);

CREATE AGGREGATE public.total(integer) (
    SFUNC = public.wide,
    STYPE = numeric,
    INITCOND = '0'
);
DO $owner$ BEGIN EXECUTE format('ALTER AGGREGATE public.total(integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_aggregate_20_public_2e_total_28_integer_29_', true), ''), current_user)); END $owner$;

CREATE VIEW public.v AS
 SELECT public.total(t.a) AS n
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.v TO pg_monitor;

COMMIT;

-- locks
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_aggregate_20_public_2e_total_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.total(integer)')), false);
DROP AGGREGATE public.total(integer);

CREATE AGGREGATE public.total(integer) (
    SFUNC = public.step,
    STYPE = bigint,
    INITCOND = '0'
);
DO $owner$ BEGIN EXECUTE format('ALTER AGGREGATE public.total(integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_aggregate_20_public_2e_total_28_integer_29_', true), ''), current_user)); END $owner$;

CREATE VIEW public.v AS
 SELECT public.total(a) AS n
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.v TO pg_monitor;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

SELECT pg_catalog.set_config('plumbline.owner_aggregate_20_public_2e_total_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.total(integer)')), false);
DROP AGGREGATE public.total(integer);

CREATE AGGREGATE public.total(integer) (
    SFUNC = public.step,
    STYPE = bigint,
    INITCOND = '0'
);
DO $owner$ BEGIN EXECUTE format('ALTER AGGREGATE public.total(integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_aggregate_20_public_2e_total_28_integer_29_', true), ''), current_user)); END $owner$;

CREATE VIEW public.v AS
 SELECT public.total(t.a) AS n
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

GRANT SELECT ON TABLE public.v TO pg_monitor;

COMMIT;

-- down locks
--   public.v: ACCESS EXCLUSIVE
