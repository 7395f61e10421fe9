-- old
CREATE TYPE e AS ENUM ('b');
-- new
CREATE TYPE e AS ENUM ('a', 'b', 'c');

-- up
ALTER TYPE public.e ADD VALUE 'a' BEFORE 'b';

ALTER TYPE public.e ADD VALUE 'c' AFTER 'b';

-- down
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_e', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.e')), false);
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.e OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_e', true), ''), current_user)); END $owner$;
CREATE CAST (public.e__old AS public.e) WITH INOUT;
DROP CAST (public.e__old AS public.e);
DROP TYPE public.e__old;
COMMIT;
