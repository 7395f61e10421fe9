-- As long as the old function is there, the calls would mean it.
-- old
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
CREATE TABLE t (x int DEFAULT f(1));
CREATE VIEW v AS SELECT g(1) AS n;
-- new
CREATE FUNCTION f(int, z int DEFAULT 3) RETURNS bigint LANGUAGE sql AS 'SELECT $1::bigint';
CREATE FUNCTION g(bigint) RETURNS int LANGUAGE sql AS 'SELECT $1::int';
CREATE TABLE t (x bigint DEFAULT f(1));
CREATE VIEW v AS SELECT g(1::bigint) AS n, 2 AS m;
-- rows
INSERT INTO t DEFAULT VALUES;
-- query
SELECT x FROM t

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

DROP FUNCTION public.g(integer);

CREATE FUNCTION public.g(bigint)
RETURNS integer
LANGUAGE sql
AS $function$SELECT $1::int$function$;

ALTER TABLE public.t ALTER COLUMN x DROP DEFAULT;

ALTER TABLE public.t ALTER COLUMN x TYPE bigint;

DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(integer, z integer DEFAULT 3)
RETURNS bigint
LANGUAGE sql
AS $function$SELECT $1::bigint$function$;

ALTER TABLE public.t ALTER COLUMN x SET DEFAULT public.f(1);

CREATE VIEW public.v AS
 SELECT public.g((1)::bigint) AS n,
    2 AS m;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   change the type of column public.t.x to bigint: reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

DROP FUNCTION public.g(bigint);

CREATE FUNCTION public.g(integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT $1$function$;

ALTER TABLE public.t ALTER COLUMN x DROP DEFAULT;

ALTER TABLE public.t ALTER COLUMN x TYPE integer;

DROP FUNCTION public.f(integer, integer);

CREATE FUNCTION public.f(integer)
RETURNS integer
LANGUAGE sql
AS $function$SELECT $1$function$;

ALTER TABLE public.t ALTER COLUMN x SET DEFAULT public.f(1);

CREATE VIEW public.v AS
 SELECT public.g(1) AS n;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   change the type of column public.t.x to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
