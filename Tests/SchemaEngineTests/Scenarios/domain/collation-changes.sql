-- old
CREATE DOMAIN d AS text;
CREATE TABLE t (a d);
-- new
CREATE DOMAIN d AS text COLLATE "C";
CREATE TABLE t (a d);
-- rows
INSERT INTO t VALUES ('x');
-- query
SELECT a FROM t

-- up
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_domain_20_public_2e_d', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.d')), false);
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS text COLLATE pg_catalog."C";
DO $owner$ BEGIN EXECUTE format('ALTER DOMAIN public.d OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_domain_20_public_2e_d', true), ''), current_user)); END $owner$;
ALTER TABLE public.t ALTER COLUMN a TYPE public.d;
DROP DOMAIN public.d__old;
COMMIT;

-- hazards
--   rebuild domain public.d: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_domain_20_public_2e_d', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.d')), false);
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS text;
DO $owner$ BEGIN EXECUTE format('ALTER DOMAIN public.d OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_domain_20_public_2e_d', true), ''), current_user)); END $owner$;
ALTER TABLE public.t ALTER COLUMN a TYPE public.d;
DROP DOMAIN public.d__old;
COMMIT;

-- down hazards
--   rebuild domain public.d: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
