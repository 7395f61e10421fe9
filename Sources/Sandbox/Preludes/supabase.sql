-- What a Supabase project has before our first migration, as far as ours meet it: the roles of its API, schemas
-- `extensions` and `auth` with the functions that policies call, and the publication of its realtime service.
-- There is no `vector` (our migrations create it), no pg_net, no vault, and no search_path set for a role or database.
-- Safe to load again, and by several sessions at once.

-- Roles belong to the whole server: one session at a time makes them.
BEGIN;
LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;

DO $$
DECLARE
    role record;
BEGIN
    FOR role IN
        SELECT * FROM (VALUES
            ('anon', 'NOLOGIN NOINHERIT'),
            ('authenticated', 'NOLOGIN NOINHERIT'),
            ('service_role', 'NOLOGIN NOINHERIT BYPASSRLS'),
            ('authenticator', 'LOGIN NOINHERIT')
        ) AS roles (name, attributes)
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name)
    LOOP
        EXECUTE format('CREATE ROLE %I %s', role.name, role.attributes);
    END LOOP;
    FOR role IN
        SELECT * FROM (VALUES ('anon'), ('authenticated'), ('service_role')) AS roles (name)
        WHERE NOT EXISTS (
            SELECT FROM pg_catalog.pg_auth_members
            WHERE roleid = name::pg_catalog.regrole AND member = 'authenticator'::pg_catalog.regrole)
    LOOP
        EXECUTE format('GRANT %I TO authenticator', role.name);
    END LOOP;
END
$$;
COMMIT;

BEGIN;

CREATE SCHEMA IF NOT EXISTS extensions;
GRANT USAGE ON SCHEMA extensions TO postgres, anon, authenticated, service_role;

GRANT USAGE ON SCHEMA public TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO postgres, anon, authenticated, service_role;

CREATE SCHEMA IF NOT EXISTS auth;
GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;

-- The API sets either one setting with all claims as JSON, or (before 2022) one setting a claim. An empty text is what a
-- setting has after the transaction that set it, and means the same as none.
CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
    )::uuid
$$;
COMMENT ON FUNCTION auth.uid() IS 'The id of the user whose request this is; NULL outside a request.';

CREATE OR REPLACE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
    )
$$;
COMMENT ON FUNCTION auth.role() IS 'The role in the token of the request; NULL outside a request.';

CREATE OR REPLACE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        nullif(current_setting('request.jwt.claim.email', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
    )
$$;
COMMENT ON FUNCTION auth.email() IS 'The e-mail address in the token of the request; NULL outside a request.';

CREATE OR REPLACE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        nullif(current_setting('request.jwt.claim', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')
    )::jsonb
$$;
COMMENT ON FUNCTION auth.jwt() IS 'All claims of the token of the request; NULL outside a request.';

GRANT EXECUTE ON FUNCTION auth.uid(), auth.role(), auth.email(), auth.jwt() TO anon, authenticated, service_role;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_publication WHERE pubname = 'supabase_realtime') THEN
        CREATE PUBLICATION supabase_realtime;
    END IF;
END
$$;

COMMIT;
