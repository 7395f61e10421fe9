-- old
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a bigint DEFAULT f());
CREATE VIEW v AS SELECT f() AS x;
-- new
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a bigint DEFAULT f());
CREATE VIEW v AS SELECT f() AS x;
-- rows
INSERT INTO t VALUES (7);
-- query
SELECT a FROM t

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f()')), false);
DROP FUNCTION public.f();

CREATE FUNCTION public.f()
RETURNS bigint
LANGUAGE sql
AS $function$SELECT 1$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28__29_', true), ''), current_user)); END $owner$;

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f();

CREATE VIEW public.v AS
 SELECT public.f() AS x;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28__29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f()')), false);
DROP FUNCTION public.f();

CREATE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
AS $function$SELECT 1$function$;
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f() OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28__29_', true), ''), current_user)); END $owner$;

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT public.f();

CREATE VIEW public.v AS
 SELECT public.f() AS x;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
