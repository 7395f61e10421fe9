-- old
CREATE TABLE t (a int, b int) PARTITION BY LIST (a);
-- new
CREATE TABLE t (a int, b int) PARTITION BY LIST (b);

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_t', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.t')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.t SET SCHEMA plumbline_copy_public;

CREATE TABLE public.t (
    a integer,
    b integer
) PARTITION BY LIST (b);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.t OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_t', true), ''), current_user)); END $owner$;

INSERT INTO public.t (a, b) OVERRIDING SYSTEM VALUE SELECT a, b FROM plumbline_copy_public.t;
DROP TABLE plumbline_copy_public.t;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

COMMIT;

-- hazards
--   copy the rows of table public.t into the new table: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_t', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.t')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.t SET SCHEMA plumbline_copy_public;

CREATE TABLE public.t (
    a integer,
    b integer
) PARTITION BY LIST (a);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.t OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_t', true), ''), current_user)); END $owner$;

INSERT INTO public.t (a, b) OVERRIDING SYSTEM VALUE SELECT a, b FROM plumbline_copy_public.t;
DROP TABLE plumbline_copy_public.t;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

COMMIT;

-- down hazards
--   copy the rows of table public.t into the new table: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
