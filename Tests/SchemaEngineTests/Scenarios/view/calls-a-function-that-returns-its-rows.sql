-- common
CREATE TABLE t (id int, note text);
-- old
CREATE VIEW v AS SELECT 1 AS id;
CREATE FUNCTION newest() RETURNS SETOF v LANGUAGE sql STABLE AS 'SELECT id FROM public.t';
CREATE OR REPLACE VIEW v AS SELECT id FROM newest();
CREATE VIEW counted AS SELECT count(*) AS n FROM v;
-- new
CREATE VIEW v AS SELECT 1 AS id, 'x'::text AS note;
CREATE FUNCTION newest() RETURNS SETOF v LANGUAGE sql STABLE AS 'SELECT id, note FROM public.t';
CREATE OR REPLACE VIEW v AS SELECT id, note FROM newest();
CREATE MATERIALIZED VIEW kept AS SELECT id, note FROM v;
-- rows
INSERT INTO t VALUES (1, 'x');
-- query
SELECT id FROM v

-- up
DROP VIEW public.counted;

BEGIN;

CREATE OR REPLACE VIEW public.v AS
SELECT
    NULL::integer AS id;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_newest_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.newest()')), false);
DROP FUNCTION public.newest();

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
SELECT
    NULL::integer AS id,
    NULL::text AS note;

CREATE FUNCTION public.newest()
RETURNS SETOF public.v
LANGUAGE sql
STABLE
AS $function$SELECT id, note FROM public.t$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.newest() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_newest_28__29_', true), ''), current_user)); END $owner$;

CREATE OR REPLACE VIEW public.v AS
 SELECT id,
    note
   FROM public.newest() newest(id, note);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

CREATE MATERIALIZED VIEW public.kept AS
 SELECT id,
    note
   FROM public.v;

-- up 15
DROP VIEW public.counted;

BEGIN;

CREATE OR REPLACE VIEW public.v AS
SELECT
    NULL::integer AS id;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_newest_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.newest()')), false);
DROP FUNCTION public.newest();

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
SELECT
    NULL::integer AS id,
    NULL::text AS note;

CREATE FUNCTION public.newest()
RETURNS SETOF public.v
LANGUAGE sql
STABLE
AS $function$SELECT id, note FROM public.t$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.newest() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_newest_28__29_', true), ''), current_user)); END $owner$;

CREATE OR REPLACE VIEW public.v AS
 SELECT newest.id,
    newest.note
   FROM public.newest() newest(id, note);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

CREATE MATERIALIZED VIEW public.kept AS
 SELECT v.id,
    v.note
   FROM public.v;

-- hazards
--   create materialized view public.kept: reads the table

-- locks
--   public.counted: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
DROP MATERIALIZED VIEW public.kept;

BEGIN;

CREATE OR REPLACE VIEW public.v AS
SELECT
    NULL::integer AS id,
    NULL::text AS note;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_newest_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.newest()')), false);
DROP FUNCTION public.newest();

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
SELECT
    NULL::integer AS id;

CREATE FUNCTION public.newest()
RETURNS SETOF public.v
LANGUAGE sql
STABLE
AS $function$SELECT id FROM public.t$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.newest() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_newest_28__29_', true), ''), current_user)); END $owner$;

CREATE OR REPLACE VIEW public.v AS
 SELECT id
   FROM public.newest() newest(id);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

CREATE VIEW public.counted AS
 SELECT count(*) AS n
   FROM public.v;

-- down 15
DROP MATERIALIZED VIEW public.kept;

BEGIN;

CREATE OR REPLACE VIEW public.v AS
SELECT
    NULL::integer AS id,
    NULL::text AS note;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_newest_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.newest()')), false);
DROP FUNCTION public.newest();

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
SELECT
    NULL::integer AS id;

CREATE FUNCTION public.newest()
RETURNS SETOF public.v
LANGUAGE sql
STABLE
AS $function$SELECT id FROM public.t$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.newest() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_newest_28__29_', true), ''), current_user)); END $owner$;

CREATE OR REPLACE VIEW public.v AS
 SELECT newest.id
   FROM public.newest() newest(id);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

CREATE VIEW public.counted AS
 SELECT count(*) AS n
   FROM public.v;

-- down locks
--   public.kept: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
