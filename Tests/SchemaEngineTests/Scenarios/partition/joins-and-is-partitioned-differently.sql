-- old
CREATE TABLE p (id int, k text) PARTITION BY LIST (k);
CREATE TABLE p1 (id int, k text);
-- new
CREATE TABLE p (id int, k text) PARTITION BY LIST (lower(k));
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('a') PARTITION BY RANGE (id);
CREATE TABLE p1a PARTITION OF p1 FOR VALUES FROM (0) TO (10);
-- rows
INSERT INTO p1 VALUES (1, 'a');
-- query
SELECT id, k FROM p1

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_p', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.p')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p SET SCHEMA plumbline_copy_public;

CREATE TABLE public.p (
    id integer,
    k text
) PARTITION BY LIST (lower(k));
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.p OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_p', true), ''), current_user)); END $owner$;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_p1', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.p1')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p1 SET SCHEMA plumbline_copy_public;

CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN ('a') PARTITION BY RANGE (id);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.p1 OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_p1', true), ''), current_user)); END $owner$;

CREATE TABLE public.p1a PARTITION OF public.p1 FOR VALUES FROM (0) TO (10);

INSERT INTO public.p1 (id, k) OVERRIDING SYSTEM VALUE SELECT id, k FROM plumbline_copy_public.p1;
DROP TABLE plumbline_copy_public.p1;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

INSERT INTO public.p (id, k) OVERRIDING SYSTEM VALUE SELECT id, k FROM plumbline_copy_public.p;
DROP TABLE plumbline_copy_public.p;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

COMMIT;

-- hazards
--   copy the rows of table public.p1 into the new table: may fail on existing data, reads the table, rewrites the table
--   copy the rows of table public.p into the new table: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE

-- down
BEGIN;
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p1a SET SCHEMA plumbline_copy_public;
COMMIT;

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_p1', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.p1')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p DETACH PARTITION public.p1;
ALTER TABLE public.p1 SET SCHEMA plumbline_copy_public;

CREATE TABLE public.p1 (
    id integer,
    k text
);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.p1 OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_p1', true), ''), current_user)); END $owner$;

INSERT INTO public.p1 (id, k) OVERRIDING SYSTEM VALUE SELECT id, k FROM plumbline_copy_public.p1;
DROP TABLE plumbline_copy_public.p1;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_p', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.p')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p SET SCHEMA plumbline_copy_public;

CREATE TABLE public.p (
    id integer,
    k text
) PARTITION BY LIST (k);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.p OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_p', true), ''), current_user)); END $owner$;

INSERT INTO public.p (id, k) OVERRIDING SYSTEM VALUE SELECT id, k FROM plumbline_copy_public.p;
DROP TABLE plumbline_copy_public.p;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

COMMIT;

-- down hazards
--   copy the rows of table public.p1 into the new table: may fail on existing data, reads the table, rewrites the table
--   copy the rows of table public.p into the new table: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
--   public.p1a: ACCESS EXCLUSIVE
