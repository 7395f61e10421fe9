-- The column's expression is worded as before and calls the new form, beside which the old one would make the call ambiguous.
-- old
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + 1';
CREATE TABLE t (a int, g int GENERATED ALWAYS AS (f(a)) STORED);
CREATE VIEW v AS SELECT g FROM t;
-- new
CREATE FUNCTION f(a int, b int DEFAULT 10) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE TABLE t (a int, g int GENERATED ALWAYS AS (f(a)) STORED);
CREATE VIEW v AS SELECT g FROM t;
-- rows
INSERT INTO t VALUES (1);
-- query
SELECT a FROM t

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP COLUMN g;

DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(a integer, b integer DEFAULT 10)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a + b$function$;

ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS (public.f(a)) STORED;

CREATE VIEW public.v AS
 SELECT g
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP COLUMN g;

DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(a integer, b integer DEFAULT 10)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a + b$function$;

ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS (public.f(a)) STORED;

CREATE VIEW public.v AS
 SELECT t.g
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   add column public.t.g: rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP COLUMN g;

DROP FUNCTION public.f(integer, integer);

CREATE FUNCTION public.f(a integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a + 1$function$;

ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS (public.f(a)) STORED;

CREATE VIEW public.v AS
 SELECT g
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP COLUMN g;

DROP FUNCTION public.f(integer, integer);

CREATE FUNCTION public.f(a integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $function$SELECT a + 1$function$;

ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS (public.f(a)) STORED;

CREATE VIEW public.v AS
 SELECT t.g
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   add column public.t.g: rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
