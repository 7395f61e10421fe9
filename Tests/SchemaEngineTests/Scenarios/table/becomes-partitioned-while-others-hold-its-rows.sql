-- old
CREATE TABLE item (name text, id int NOT NULL);
CREATE TABLE basket (k int PRIMARY KEY, best item, items item[]);
CREATE INDEX basket_best ON basket (((best).id));
CREATE VIEW bests AS SELECT k, (best).name FROM basket;
CREATE MATERIALIZED VIEW copies AS SELECT item FROM item;
-- new
CREATE TABLE item (id int NOT NULL, name text) PARTITION BY LIST (id);
CREATE TABLE item_rest PARTITION OF item DEFAULT;
CREATE TABLE basket (k int PRIMARY KEY, best item, items item[]);
CREATE INDEX basket_best ON basket (((best).id));
CREATE VIEW bests AS SELECT k, (best).name FROM basket;
CREATE MATERIALIZED VIEW copies AS SELECT item FROM item;
-- rows
INSERT INTO item (id, name) VALUES (1, 'x');
INSERT INTO basket (k) VALUES (1), (2);
UPDATE basket SET best.id = 1, best.name = 'a b', items[1].id = 2, items[1].name = '{"(,' WHERE k = 1;
REFRESH MATERIALIZED VIEW copies;
-- query
SELECT k, (best).id, (best).name, items[1].id, items[1].name, num_nonnulls(best, items) FROM basket ORDER BY k

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_bests', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.bests')), false);
DROP VIEW public.bests;

DROP INDEX public.basket_best;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_item', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.item')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.item SET SCHEMA plumbline_copy_public;

CREATE TABLE public.item (
    id integer NOT NULL,
    name text
) PARTITION BY LIST (id);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.item OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_item', true), ''), current_user)); END $owner$;

CREATE TABLE public.item_rest PARTITION OF public.item DEFAULT;

INSERT INTO public.item (id, name) OVERRIDING SYSTEM VALUE SELECT id, name FROM plumbline_copy_public.item;
CREATE FUNCTION public.item__to_new(plumbline_copy_public.item) RETURNS public.item LANGUAGE plpgsql STRICT AS $convert$
DECLARE result public.item;
BEGIN
    result.id := ($1).id;
    result.name := ($1).name;
    RETURN result;
END
$convert$;
CREATE CAST (plumbline_copy_public.item AS public.item) WITH FUNCTION public.item__to_new(plumbline_copy_public.item);
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
DROP CAST (plumbline_copy_public.item AS public.item);
DROP FUNCTION public.item__to_new(plumbline_copy_public.item);
DROP TABLE plumbline_copy_public.item;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

CREATE VIEW public.bests AS
 SELECT k,
    (best).name AS name
   FROM public.basket;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.bests OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_bests', true), ''), current_user)); END $owner$;

CREATE MATERIALIZED VIEW public.copies AS
 SELECT item.*::public.item AS item
   FROM public.item;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.copies OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_copies', true), ''), current_user)); END $owner$;

COMMIT;

CREATE INDEX CONCURRENTLY basket_best ON public.basket USING btree (((best).id));

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_bests', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.bests')), false);
DROP VIEW public.bests;

DROP INDEX public.basket_best;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_item', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.item')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.item SET SCHEMA plumbline_copy_public;

CREATE TABLE public.item (
    id integer NOT NULL,
    name text
) PARTITION BY LIST (id);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.item OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_item', true), ''), current_user)); END $owner$;

CREATE TABLE public.item_rest PARTITION OF public.item DEFAULT;

INSERT INTO public.item (id, name) OVERRIDING SYSTEM VALUE SELECT id, name FROM plumbline_copy_public.item;
CREATE FUNCTION public.item__to_new(plumbline_copy_public.item) RETURNS public.item LANGUAGE plpgsql STRICT AS $convert$
DECLARE result public.item;
BEGIN
    result.id := ($1).id;
    result.name := ($1).name;
    RETURN result;
END
$convert$;
CREATE CAST (plumbline_copy_public.item AS public.item) WITH FUNCTION public.item__to_new(plumbline_copy_public.item);
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
DROP CAST (plumbline_copy_public.item AS public.item);
DROP FUNCTION public.item__to_new(plumbline_copy_public.item);
DROP TABLE plumbline_copy_public.item;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

CREATE VIEW public.bests AS
 SELECT basket.k,
    (basket.best).name AS name
   FROM public.basket;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.bests OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_bests', true), ''), current_user)); END $owner$;

CREATE MATERIALIZED VIEW public.copies AS
 SELECT item.*::public.item AS item
   FROM public.item;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.copies OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_copies', true), ''), current_user)); END $owner$;

COMMIT;

CREATE INDEX CONCURRENTLY basket_best ON public.basket USING btree (((best).id));

-- hazards
--   copy the rows of table public.item into the new table: may fail on existing data, reads the table, rewrites the table
--   create materialized view public.copies: reads the table
--   create index public.basket_best: reads the table

-- locks
--   public.basket: ACCESS EXCLUSIVE
--   public.bests: ACCESS EXCLUSIVE
--   public.copies: ACCESS EXCLUSIVE
--   public.item: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_bests', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.bests')), false);
DROP VIEW public.bests;

DROP INDEX public.basket_best;

CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.item_rest SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_item', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.item')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.item SET SCHEMA plumbline_copy_public;

CREATE TABLE public.item (
    name text,
    id integer NOT NULL
);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.item OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_item', true), ''), current_user)); END $owner$;

INSERT INTO public.item (name, id) OVERRIDING SYSTEM VALUE SELECT name, id FROM plumbline_copy_public.item;
CREATE FUNCTION public.item__to_new(plumbline_copy_public.item) RETURNS public.item LANGUAGE plpgsql STRICT AS $convert$
DECLARE result public.item;
BEGIN
    result.id := ($1).id;
    result.name := ($1).name;
    RETURN result;
END
$convert$;
CREATE CAST (plumbline_copy_public.item AS public.item) WITH FUNCTION public.item__to_new(plumbline_copy_public.item);
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
DROP CAST (plumbline_copy_public.item AS public.item);
DROP FUNCTION public.item__to_new(plumbline_copy_public.item);
DROP TABLE plumbline_copy_public.item;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

CREATE VIEW public.bests AS
 SELECT k,
    (best).name AS name
   FROM public.basket;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.bests OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_bests', true), ''), current_user)); END $owner$;

CREATE MATERIALIZED VIEW public.copies AS
 SELECT item.*::public.item AS item
   FROM public.item;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.copies OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_copies', true), ''), current_user)); END $owner$;

COMMIT;

CREATE INDEX CONCURRENTLY basket_best ON public.basket USING btree (((best).id));

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_bests', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.bests')), false);
DROP VIEW public.bests;

DROP INDEX public.basket_best;

CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.item_rest SET SCHEMA plumbline_copy_public;

SELECT pg_catalog.set_config('plumbline.owner_table_20_public_2e_item', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.item')), false);
CREATE SCHEMA IF NOT EXISTS plumbline_copy_public;
ALTER TABLE public.item SET SCHEMA plumbline_copy_public;

CREATE TABLE public.item (
    name text,
    id integer NOT NULL
);
DO $owner$ BEGIN EXECUTE format('ALTER TABLE public.item OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_table_20_public_2e_item', true), ''), current_user)); END $owner$;

INSERT INTO public.item (name, id) OVERRIDING SYSTEM VALUE SELECT name, id FROM plumbline_copy_public.item;
CREATE FUNCTION public.item__to_new(plumbline_copy_public.item) RETURNS public.item LANGUAGE plpgsql STRICT AS $convert$
DECLARE result public.item;
BEGIN
    result.id := ($1).id;
    result.name := ($1).name;
    RETURN result;
END
$convert$;
CREATE CAST (plumbline_copy_public.item AS public.item) WITH FUNCTION public.item__to_new(plumbline_copy_public.item);
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
DROP CAST (plumbline_copy_public.item AS public.item);
DROP FUNCTION public.item__to_new(plumbline_copy_public.item);
DROP TABLE plumbline_copy_public.item;
DO $copy$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace('plumbline_copy_public')) THEN
        EXECUTE format('DROP SCHEMA IF EXISTS %s', 'plumbline_copy_public');
    END IF;
END
$copy$;

CREATE VIEW public.bests AS
 SELECT basket.k,
    (basket.best).name AS name
   FROM public.basket;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.bests OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_bests', true), ''), current_user)); END $owner$;

CREATE MATERIALIZED VIEW public.copies AS
 SELECT item.*::public.item AS item
   FROM public.item;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.copies OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_copies', true), ''), current_user)); END $owner$;

COMMIT;

CREATE INDEX CONCURRENTLY basket_best ON public.basket USING btree (((best).id));

-- down hazards
--   copy the rows of table public.item into the new table: may fail on existing data, reads the table, rewrites the table
--   create materialized view public.copies: reads the table
--   create index public.basket_best: reads the table

-- down locks
--   public.basket: ACCESS EXCLUSIVE
--   public.bests: ACCESS EXCLUSIVE
--   public.copies: ACCESS EXCLUSIVE
--   public.item: ACCESS EXCLUSIVE
--   public.item_rest: ACCESS EXCLUSIVE
