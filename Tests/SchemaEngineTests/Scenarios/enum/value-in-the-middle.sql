-- A value is added in place; the way back rebuilds the type.
-- old
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE t (m mood DEFAULT 'sad');
-- new
CREATE TYPE mood AS ENUM ('sad', 'so so', 'glad');
CREATE TABLE t (m mood DEFAULT 'sad');
-- rows
INSERT INTO t VALUES ('sad'), ('glad');
-- query
SELECT m FROM t ORDER BY m

-- up
ALTER TYPE public.mood ADD VALUE 'so so' AFTER 'sad';

-- down
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_mood', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.mood')), false);
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
ALTER TYPE public.mood RENAME TO mood__old;
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.mood OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_mood', true), ''), current_user)); END $owner$;
CREATE CAST (public.mood__old AS public.mood) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::public.mood;
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'sad'::public.mood;
DROP CAST (public.mood__old AS public.mood);
DROP TYPE public.mood__old;
COMMIT;

-- down hazards
--   rebuild enum type public.mood: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
