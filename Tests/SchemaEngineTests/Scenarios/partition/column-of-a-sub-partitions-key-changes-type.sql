-- PostgreSQL changes no column of a partition key in place, nor the parent's column that it comes from.
-- old
CREATE TABLE p (id int, k text) PARTITION BY LIST (k);
CREATE TABLE a PARTITION OF p FOR VALUES IN ('a');
CREATE TABLE b PARTITION OF p FOR VALUES IN ('b') PARTITION BY RANGE (id);
CREATE TABLE b1 PARTITION OF b FOR VALUES FROM (0) TO (10);
-- new
CREATE TABLE p (id bigint, k text) PARTITION BY LIST (k);
CREATE TABLE a PARTITION OF p FOR VALUES IN ('a');
CREATE TABLE b PARTITION OF p FOR VALUES IN ('b') PARTITION BY RANGE (id);
CREATE TABLE b1 PARTITION OF b FOR VALUES FROM (0) TO (10);
-- rows
INSERT INTO p VALUES (1, 'a'), (2, 'b');
-- query
SELECT * FROM p ORDER BY id

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_a', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.a')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.a SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_b1', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.b1')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.b1 SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_b', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.b')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.b SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_p', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.p')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p SET SCHEMA plumbline_copy_public;

CREATE TABLE public.p (
    id bigint,
    k text
) PARTITION BY LIST (k);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.p OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_p', true), ''), current_user)); END $owner$;

CREATE TABLE public.a PARTITION OF public.p FOR VALUES IN ('a');
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.a OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_a', true), ''), current_user)); END $owner$;

CREATE TABLE public.b PARTITION OF public.p FOR VALUES IN ('b') PARTITION BY RANGE (id);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.b OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_b', true), ''), current_user)); END $owner$;

CREATE TABLE public.b1 PARTITION OF public.b FOR VALUES FROM ('0') TO ('10');
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.b1 OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_b1', true), ''), current_user)); END $owner$;

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
--   copy the rows of table public.p into the new table: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.a: ACCESS EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE
--   public.b1: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_a', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.a')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.a SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_b1', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.b1')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.b1 SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_b', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.b')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.b SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_p', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.p')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p SET SCHEMA plumbline_copy_public;

CREATE TABLE public.p (
    id integer,
    k text
) PARTITION BY LIST (k);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.p OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_p', true), ''), current_user)); END $owner$;

CREATE TABLE public.a PARTITION OF public.p FOR VALUES IN ('a');
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.a OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_a', true), ''), current_user)); END $owner$;

CREATE TABLE public.b PARTITION OF public.p FOR VALUES IN ('b') PARTITION BY RANGE (id);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.b OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_b', true), ''), current_user)); END $owner$;

CREATE TABLE public.b1 PARTITION OF public.b FOR VALUES FROM (0) TO (10);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.b1 OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_b1', true), ''), current_user)); END $owner$;

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
--   copy the rows of table public.p into the new table: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.a: ACCESS EXCLUSIVE
--   public.b: ACCESS EXCLUSIVE
--   public.b1: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
