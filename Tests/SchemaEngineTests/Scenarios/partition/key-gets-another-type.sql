-- PostgreSQL changes no column of a partition key: the rows are copied into a new tree.
-- old
CREATE TABLE p (id int, d text) PARTITION BY LIST (id);
CREATE TABLE c PARTITION OF p FOR VALUES IN (1);
CREATE INDEX i ON p (d);
-- new
CREATE TABLE p (id bigint, d text) PARTITION BY LIST (id);
CREATE TABLE c PARTITION OF p FOR VALUES IN ('1');
CREATE INDEX i ON p (d);
-- rows
INSERT INTO p VALUES (1, 'x');
-- query
SELECT id, d FROM c

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_c', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.c')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.c SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_p', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.p')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p SET SCHEMA plumbline_copy_public;

CREATE TABLE public.p (
    id bigint,
    d text
) PARTITION BY LIST (id);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.p OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_p', true), ''), current_user)); END $owner$;

CREATE TABLE public.c PARTITION OF public.p FOR VALUES IN ('1');
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.c OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_c', true), ''), current_user)); END $owner$;

INSERT INTO public.p (id, d) OVERRIDING SYSTEM VALUE SELECT id, d FROM plumbline_copy_public.p;
DROP TABLE plumbline_copy_public.p;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

CREATE INDEX i ON public.p USING btree (d);

COMMIT;

-- hazards
--   copy the rows of table public.p into the new table: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_c', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.c')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.c SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_p', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.p')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.p SET SCHEMA plumbline_copy_public;

CREATE TABLE public.p (
    id integer,
    d text
) PARTITION BY LIST (id);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.p OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_p', true), ''), current_user)); END $owner$;

CREATE TABLE public.c PARTITION OF public.p FOR VALUES IN (1);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.c OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_c', true), ''), current_user)); END $owner$;

INSERT INTO public.p (id, d) OVERRIDING SYSTEM VALUE SELECT id, d FROM plumbline_copy_public.p;
DROP TABLE plumbline_copy_public.p;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

CREATE INDEX i ON public.p USING btree (d);

COMMIT;

-- down hazards
--   copy the rows of table public.p into the new table: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.c: ACCESS EXCLUSIVE
--   public.p: ACCESS EXCLUSIVE
