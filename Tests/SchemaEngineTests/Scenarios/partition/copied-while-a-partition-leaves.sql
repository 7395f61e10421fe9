-- old
CREATE TABLE t (id int, d date) PARTITION BY RANGE (d);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE t2 PARTITION OF t DEFAULT;
-- new
CREATE TABLE t (id int, d date);
CREATE TABLE t1 (id int, d date);
-- rows
INSERT INTO t SELECT n, '2024-12-30'::date + n FROM generate_series(1, 5) n;
-- query
SELECT id, d FROM t1

-- up
ALTER TABLE public.t DETACH PARTITION public.t1;

BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.t2 SET SCHEMA plumbline_copy_public;
COMMIT;

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_t', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.t')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.t SET SCHEMA plumbline_copy_public;

CREATE TABLE public.t (
    id integer,
    d date
);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.t OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_t', true), ''), current_user)); END $owner$;

INSERT INTO public.t (id, d) OVERRIDING SYSTEM VALUE SELECT id, d FROM plumbline_copy_public.t;
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
--   public.t1: ACCESS EXCLUSIVE
--   public.t2: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_t', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.t')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.t SET SCHEMA plumbline_copy_public;

CREATE TABLE public.t (
    id integer,
    d date
) PARTITION BY RANGE (d);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.t OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_t', true), ''), current_user)); END $owner$;

ALTER TABLE public.t ATTACH PARTITION public.t1 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

CREATE TABLE public.t2 PARTITION OF public.t DEFAULT;

INSERT INTO public.t (id, d) OVERRIDING SYSTEM VALUE SELECT id, d FROM plumbline_copy_public.t;
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
--   attach partition public.t1 to public.t: may fail on existing data, reads the table
--   copy the rows of table public.t into the new table: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
