-- only: 18
-- old
CREATE TYPE state AS ENUM ('new', 'old', 'gone');
CREATE TABLE item (id int, state state);
CREATE TABLE basket (k int PRIMARY KEY, best item, items item[]);
CREATE MATERIALIZED VIEW copies AS SELECT item FROM item;
-- new
CREATE TYPE state AS ENUM ('old', 'new');
CREATE TABLE item (id int, state state);
CREATE TABLE basket (k int PRIMARY KEY, best item, items item[]);
CREATE MATERIALIZED VIEW copies AS SELECT item FROM item;
-- rows
INSERT INTO item VALUES (1, 'old');
INSERT INTO basket VALUES (1, (1, 'new'), ARRAY[(2, 'old')::item]);
-- query
SELECT k, (best).id, (best).state::text, items[1].state::text FROM basket

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_state', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.state')), false);
ALTER TYPE public.state RENAME TO state__old;
CREATE TYPE public.state AS ENUM ('old', 'new');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.state OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_state', true), ''), current_user)); END $owner$;
CREATE CAST (public.state__old AS public.state) WITH INOUT;
ALTER TABLE public.basket ALTER COLUMN best TYPE text USING best::text;
ALTER TABLE public.basket ALTER COLUMN items TYPE text USING items::text;
ALTER TABLE public.item ALTER COLUMN state TYPE public.state USING state::public.state;
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
DROP CAST (public.state__old AS public.state);
DROP TYPE public.state__old;

CREATE MATERIALIZED VIEW public.copies AS
 SELECT item.*::public.item AS item
   FROM public.item;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.copies OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_copies', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   rebuild enum type public.state: may fail on existing data, reads the table, rewrites the table
--   create materialized view public.copies: reads the table

-- locks
--   public.basket: ACCESS EXCLUSIVE
--   public.copies: ACCESS EXCLUSIVE
--   public.item: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_state', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.state')), false);
ALTER TYPE public.state RENAME TO state__old;
CREATE TYPE public.state AS ENUM ('new', 'old', 'gone');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.state OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_state', true), ''), current_user)); END $owner$;
CREATE CAST (public.state__old AS public.state) WITH INOUT;
ALTER TABLE public.basket ALTER COLUMN best TYPE text USING best::text;
ALTER TABLE public.basket ALTER COLUMN items TYPE text USING items::text;
ALTER TABLE public.item ALTER COLUMN state TYPE public.state USING state::public.state;
ALTER TABLE public.basket ALTER COLUMN best TYPE public.item USING best::public.item;
ALTER TABLE public.basket ALTER COLUMN items TYPE public.item[] USING items::public.item[];
DROP CAST (public.state__old AS public.state);
DROP TYPE public.state__old;

CREATE MATERIALIZED VIEW public.copies AS
 SELECT item.*::public.item AS item
   FROM public.item;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.copies OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_copies', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   rebuild enum type public.state: may fail on existing data, reads the table, rewrites the table
--   create materialized view public.copies: reads the table

-- down locks
--   public.basket: ACCESS EXCLUSIVE
--   public.copies: ACCESS EXCLUSIVE
--   public.item: ACCESS EXCLUSIVE
