-- common
CREATE TABLE t (a int, b int, c int);
-- old
CREATE STATISTICS s ON a, b FROM t;
-- new
CREATE STATISTICS s ON a, c FROM t;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_statistics_20_public_2e_s', (SELECT pg_catalog.pg_get_userbyid(s.stxowner) FROM pg_catalog.pg_statistic_ext s WHERE s.oid = (SELECT s.oid FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace WHERE n.nspname = 'public' AND s.stxname = 's')), false);
DROP STATISTICS public.s;

CREATE STATISTICS public.s ON a, c FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER STATISTICS public.s OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_statistics_20_public_2e_s', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_statistics_20_public_2e_s', (SELECT pg_catalog.pg_get_userbyid(s.stxowner) FROM pg_catalog.pg_statistic_ext s WHERE s.oid = (SELECT s.oid FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace WHERE n.nspname = 'public' AND s.stxname = 's')), false);
DROP STATISTICS public.s;

CREATE STATISTICS public.s ON a, b FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER STATISTICS public.s OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_statistics_20_public_2e_s', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
