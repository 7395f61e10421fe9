-- old
CREATE TABLE item (id int);
CREATE MATERIALIZED VIEW copies AS SELECT item FROM item;
-- new
CREATE UNLOGGED TABLE item (id int);
CREATE MATERIALIZED VIEW copies AS SELECT item FROM item;
-- rows
INSERT INTO item VALUES (1);
REFRESH MATERIALIZED VIEW copies;
-- query
SELECT id FROM item

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

ALTER TABLE public.item SET UNLOGGED;

CREATE MATERIALIZED VIEW public.copies AS
 SELECT item.*::public.item AS item
   FROM public.item;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.copies OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_copies', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   make table public.item unlogged: rewrites the table
--   create materialized view public.copies: reads the table

-- locks
--   public.copies: ACCESS EXCLUSIVE
--   public.item: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_materialized_20_view_20_public_2e_copies', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.copies')), false);
DROP MATERIALIZED VIEW public.copies;

ALTER TABLE public.item SET LOGGED;

CREATE MATERIALIZED VIEW public.copies AS
 SELECT item.*::public.item AS item
   FROM public.item;
DO $owner$ BEGIN EXECUTE format('ALTER MATERIALIZED VIEW public.copies OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_materialized_20_view_20_public_2e_copies', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   make table public.item logged: rewrites the table
--   create materialized view public.copies: reads the table

-- down locks
--   public.copies: ACCESS EXCLUSIVE
--   public.item: ACCESS EXCLUSIVE
