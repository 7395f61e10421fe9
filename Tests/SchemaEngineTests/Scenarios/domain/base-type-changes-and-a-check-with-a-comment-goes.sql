-- old
CREATE DOMAIN d AS int CONSTRAINT positive CHECK (VALUE > 0);
COMMENT ON CONSTRAINT positive ON DOMAIN d IS 'above zero';
CREATE TABLE t (a d);
-- new
CREATE DOMAIN d AS bigint;
CREATE TABLE t (a d);
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a::bigint AS a FROM t

-- up
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_domain_20_public_2e_d', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.d')), false);
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS bigint;
DO $owner$ BEGIN EXECUTE format('ALTER DOMAIN public.d OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_domain_20_public_2e_d', true), ''), current_user)); END $owner$;
ALTER TABLE public.t ALTER COLUMN a TYPE public.d;
DROP DOMAIN public.d__old;
COMMIT;

-- hazards
--   rebuild domain public.d: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_domain_20_public_2e_d', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.d')), false);
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS integer;
ALTER DOMAIN public.d ADD CONSTRAINT positive CHECK ((VALUE > 0));
DO $owner$ BEGIN EXECUTE format('ALTER DOMAIN public.d OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_domain_20_public_2e_d', true), ''), current_user)); END $owner$;
ALTER TABLE public.t ALTER COLUMN a TYPE public.d;
DROP DOMAIN public.d__old;
COMMENT ON CONSTRAINT positive ON DOMAIN public.d IS 'above zero';
COMMIT;

-- down hazards
--   rebuild domain public.d: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
