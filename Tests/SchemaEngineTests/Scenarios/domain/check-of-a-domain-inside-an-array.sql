-- PostgreSQL does not look for values inside of arrays, and refuses a new check: the domain is created again.
-- old
CREATE DOMAIN d AS text CONSTRAINT k CHECK (VALUE <> '');
CREATE TABLE t (a d, b d[] DEFAULT '{}');
CREATE INDEX i ON t (a);
-- new
CREATE DOMAIN d AS text CONSTRAINT k CHECK (VALUE <> '') CONSTRAINT l CHECK (VALUE <> 'no');
CREATE TABLE t (a d, b d[] DEFAULT '{}');
CREATE INDEX i ON t (a);
-- rows
INSERT INTO t VALUES ('x', '{y}');
-- query
SELECT a, b FROM t

-- up
DROP INDEX public.i;

BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_domain_20_public_2e_d', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.d')), false);
ALTER TABLE public.t ALTER COLUMN b DROP DEFAULT;
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS text;
ALTER DOMAIN public.d ADD CONSTRAINT k CHECK ((VALUE <> ''::text));
ALTER DOMAIN public.d ADD CONSTRAINT l CHECK ((VALUE <> 'no'::text));
DO $owner$ BEGIN EXECUTE format('ALTER DOMAIN public.d OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_domain_20_public_2e_d', true), ''), current_user)); END $owner$;
ALTER TABLE public.t ALTER COLUMN a TYPE public.d;
ALTER TABLE public.t ALTER COLUMN b TYPE public.d[] USING b::text[]::public.d[];
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT '{}'::public.d[];
DROP DOMAIN public.d__old;
COMMIT;

CREATE INDEX CONCURRENTLY i ON public.t USING btree (a);

-- hazards
--   rebuild domain public.d: may fail on existing data, reads the table, rewrites the table
--   create index public.i: reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER DOMAIN public.d DROP CONSTRAINT l;
