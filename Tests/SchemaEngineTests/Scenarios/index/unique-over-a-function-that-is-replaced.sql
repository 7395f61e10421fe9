-- old
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql IMMUTABLE RETURN x + 1;
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (f(a));
-- new
CREATE FUNCTION f(y int) RETURNS int LANGUAGE sql IMMUTABLE RETURN y + 1;
CREATE TABLE t (a int);
CREATE UNIQUE INDEX i ON t (f(a));

-- up
BEGIN;

DROP INDEX public.i;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f(integer)')), false);
DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(y integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
RETURN (y + 1);
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f(integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28_integer_29_', true), ''), current_user)); END $owner$;

CREATE UNIQUE INDEX i ON public.t USING btree (public.f(a));

COMMIT;

-- hazards
--   create index public.i: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP INDEX public.i;

SELECT pg_catalog.set_config('plumbline.owner_function_20_public_2e_f_28_integer_29_', (SELECT pg_catalog.pg_get_userbyid(p.proowner) FROM pg_catalog.pg_proc p WHERE p.oid = to_regprocedure('public.f(integer)')), false);
DROP FUNCTION public.f(integer);

CREATE FUNCTION public.f(x integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
RETURN (x + 1);
DO $owner$ BEGIN EXECUTE format('ALTER FUNCTION public.f(integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_function_20_public_2e_f_28_integer_29_', true), ''), current_user)); END $owner$;

CREATE UNIQUE INDEX i ON public.t USING btree (public.f(a));

COMMIT;

-- down hazards
--   create index public.i: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
