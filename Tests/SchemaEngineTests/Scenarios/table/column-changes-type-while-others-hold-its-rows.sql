-- old
CREATE TABLE item (id int, name varchar(10));
CREATE TYPE pair AS (one item, note text);
CREATE TABLE basket (k int PRIMARY KEY, best item DEFAULT '(1,first)', items item[], pair pair);
CREATE INDEX basket_best ON basket (((best).id));
CREATE INDEX basket_items ON basket (items);
CREATE VIEW bests AS SELECT k, (best).name FROM basket;
CREATE MATERIALIZED VIEW copies AS SELECT item FROM item;
-- new
CREATE TABLE item (id bigint, name varchar(10));
CREATE TYPE pair AS (one item, note text);
CREATE TABLE basket (k int PRIMARY KEY, best item DEFAULT '(1,first)', items item[], pair pair);
CREATE INDEX basket_best ON basket (((best).id));
CREATE INDEX basket_items ON basket (items);
CREATE VIEW bests AS SELECT k, (best).name FROM basket;
CREATE MATERIALIZED VIEW copies AS SELECT item FROM item;
-- rows
INSERT INTO item VALUES (1, 'x');
INSERT INTO basket VALUES (1, (1, 'a b'), ARRAY[(1, 'a,"b')::item, NULL, (NULL, NULL)::item], ((1, '(')::item, NULL)), (2, NULL, NULL, NULL);
REFRESH MATERIALIZED VIEW copies;
-- query
SELECT k, (best).id, (best).name, items[1].name, items[2] IS NULL, num_nonnulls(items[3]), (pair).one.name, num_nonnulls(pair) FROM basket ORDER BY k

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_bests', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.bests')), false);
DROP VIEW public.bests;

DROP INDEX public.basket_best;

DROP INDEX public.basket_items;

ALTER TABLE public.basket ALTER COLUMN best DROP DEFAULT;
ALTER TABLE public.basket ALTER COLUMN best TYPE text USING best::text;
ALTER TABLE public.basket ALTER COLUMN items TYPE text USING items::text;
ALTER TABLE public.basket ALTER COLUMN pair TYPE text USING pair::text;
ALTER TABLE public.item ALTER COLUMN id TYPE bigint;
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN best SET DEFAULT '(1,first)'::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
ALTER TABLE public.basket ALTER COLUMN pair TYPE public.pair USING pair::public.pair;

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

CREATE INDEX CONCURRENTLY basket_items ON public.basket USING btree (items);

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_bests', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.bests')), false);
DROP VIEW public.bests;

DROP INDEX public.basket_best;

DROP INDEX public.basket_items;

ALTER TABLE public.basket ALTER COLUMN best DROP DEFAULT;
ALTER TABLE public.basket ALTER COLUMN best TYPE text USING best::text;
ALTER TABLE public.basket ALTER COLUMN items TYPE text USING items::text;
ALTER TABLE public.basket ALTER COLUMN pair TYPE text USING pair::text;
ALTER TABLE public.item ALTER COLUMN id TYPE bigint;
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN best SET DEFAULT '(1,first)'::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
ALTER TABLE public.basket ALTER COLUMN pair TYPE public.pair USING pair::public.pair;

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

CREATE INDEX CONCURRENTLY basket_items ON public.basket USING btree (items);

-- hazards
--   change the type of column public.item.id to bigint: may fail on existing data, reads the table, rewrites the table
--   create materialized view public.copies: reads the table
--   create index public.basket_best: reads the table
--   create index public.basket_items: reads the table

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

DROP INDEX public.basket_items;

ALTER TABLE public.basket ALTER COLUMN best DROP DEFAULT;
ALTER TABLE public.basket ALTER COLUMN best TYPE text USING best::text;
ALTER TABLE public.basket ALTER COLUMN items TYPE text USING items::text;
ALTER TABLE public.basket ALTER COLUMN pair TYPE text USING pair::text;
ALTER TABLE public.item ALTER COLUMN id TYPE integer;
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN best SET DEFAULT '(1,first)'::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
ALTER TABLE public.basket ALTER COLUMN pair TYPE public.pair USING pair::public.pair;

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

CREATE INDEX CONCURRENTLY basket_items ON public.basket USING btree (items);

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_bests', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.bests')), false);
DROP VIEW public.bests;

DROP INDEX public.basket_best;

DROP INDEX public.basket_items;

ALTER TABLE public.basket ALTER COLUMN best DROP DEFAULT;
ALTER TABLE public.basket ALTER COLUMN best TYPE text USING best::text;
ALTER TABLE public.basket ALTER COLUMN items TYPE text USING items::text;
ALTER TABLE public.basket ALTER COLUMN pair TYPE text USING pair::text;
ALTER TABLE public.item ALTER COLUMN id TYPE integer;
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN best SET DEFAULT '(1,first)'::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
ALTER TABLE public.basket ALTER COLUMN pair TYPE public.pair USING pair::public.pair;

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

CREATE INDEX CONCURRENTLY basket_items ON public.basket USING btree (items);

-- down hazards
--   change the type of column public.item.id to integer: may fail on existing data, reads the table, rewrites the table
--   create materialized view public.copies: reads the table
--   create index public.basket_best: reads the table
--   create index public.basket_items: reads the table

-- down locks
--   public.basket: ACCESS EXCLUSIVE
--   public.bests: ACCESS EXCLUSIVE
--   public.copies: ACCESS EXCLUSIVE
--   public.item: ACCESS EXCLUSIVE
