-- PostgreSQL builds the statistics again and forgets their target.
-- old
CREATE TABLE t (a int, b text);
CREATE STATISTICS s (mcv) ON a, b FROM t;
ALTER STATISTICS s SET STATISTICS 12;
-- new
CREATE TABLE t (a bigint, b text);
CREATE STATISTICS s (mcv) ON a, b FROM t;
ALTER STATISTICS s SET STATISTICS 12;
-- rows
INSERT INTO t VALUES (1, 'a');
-- query
SELECT a FROM t

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_statistics_20_public_2e_s', (SELECT pg_catalog.pg_get_userbyid(s.stxowner) FROM pg_catalog.pg_statistic_ext s WHERE s.oid = (SELECT s.oid FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace WHERE n.nspname = 'public' AND s.stxname = 's')), false);
DROP STATISTICS public.s;

ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

CREATE STATISTICS public.s (mcv) ON a, b FROM public.t;
ALTER STATISTICS public.s SET STATISTICS 12;
DO $owner$ BEGIN EXECUTE format('ALTER STATISTICS public.s OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_statistics_20_public_2e_s', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   change the type of column public.t.a to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_statistics_20_public_2e_s', (SELECT pg_catalog.pg_get_userbyid(s.stxowner) FROM pg_catalog.pg_statistic_ext s WHERE s.oid = (SELECT s.oid FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace WHERE n.nspname = 'public' AND s.stxname = 's')), false);
DROP STATISTICS public.s;

ALTER TABLE public.t ALTER COLUMN a TYPE integer;

CREATE STATISTICS public.s (mcv) ON a, b FROM public.t;
ALTER STATISTICS public.s SET STATISTICS 12;
DO $owner$ BEGIN EXECUTE format('ALTER STATISTICS public.s OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_statistics_20_public_2e_s', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   change the type of column public.t.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
