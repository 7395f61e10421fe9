-- The policy names no label, but PostgreSQL refuses to change the type of a column that a policy uses.
-- old
CREATE TYPE e AS ENUM ('a', 'b', 'z');
CREATE TABLE t (id int, m e);
CREATE POLICY p ON t USING (m IS NOT NULL);
-- new
CREATE TYPE e AS ENUM ('0', 'a', 'b');
CREATE TABLE t (id int, m e);
CREATE POLICY p ON t USING (m IS NOT NULL);
-- rows
INSERT INTO t VALUES (1, 'b');
-- query
SELECT id, m::text FROM t

-- up
BEGIN;

DROP POLICY p ON public.t;

SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_e', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.e')), false);
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('0', 'a', 'b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.e OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_e', true), ''), current_user)); END $owner$;
CREATE CAST (public.e__old AS public.e) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN m TYPE public.e USING m::public.e;
DROP CAST (public.e__old AS public.e);
DROP TYPE public.e__old;

CREATE POLICY p ON public.t
    USING ((m IS NOT NULL));

COMMIT;

-- hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP POLICY p ON public.t;

SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_e', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.e')), false);
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'b', 'z');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.e OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_e', true), ''), current_user)); END $owner$;
CREATE CAST (public.e__old AS public.e) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN m TYPE public.e USING m::public.e;
DROP CAST (public.e__old AS public.e);
DROP TYPE public.e__old;

CREATE POLICY p ON public.t
    USING ((m IS NOT NULL));

COMMIT;

-- down hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
