-- old
CREATE DOMAIN d AS int CHECK (VALUE > 0);
CREATE TABLE t (id int, a d, l d[]);
-- new
CREATE DOMAIN d AS bigint CHECK (VALUE > 0);
CREATE TABLE t (id int, a d, l d[]);
-- rows
INSERT INTO t VALUES (1, 5, '{6}');
-- query
SELECT id, a, l FROM t

-- up
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_domain_20_public_2e_d', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.d')), false);
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS bigint;
ALTER DOMAIN public.d ADD CONSTRAINT d_check CHECK ((VALUE > 0));
DO $owner$ BEGIN EXECUTE format('ALTER DOMAIN public.d OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_domain_20_public_2e_d', true), ''), current_user)); END $owner$;
ALTER TABLE public.t ALTER COLUMN a TYPE public.d;
ALTER TABLE public.t ALTER COLUMN l TYPE public.d[] USING l::bigint[]::public.d[];
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
ALTER DOMAIN public.d ADD CONSTRAINT d_check CHECK ((VALUE > 0));
DO $owner$ BEGIN EXECUTE format('ALTER DOMAIN public.d OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_domain_20_public_2e_d', true), ''), current_user)); END $owner$;
ALTER TABLE public.t ALTER COLUMN a TYPE public.d;
ALTER TABLE public.t ALTER COLUMN l TYPE public.d[] USING l::integer[]::public.d[];
DROP DOMAIN public.d__old;
COMMIT;

-- down hazards
--   rebuild domain public.d: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
