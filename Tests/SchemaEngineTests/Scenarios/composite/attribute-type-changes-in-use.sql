-- old
CREATE TYPE c AS (a int, b text);
CREATE TABLE t (id int, x c, l c[]);
-- new
CREATE TYPE c AS (a bigint, b text);
CREATE TABLE t (id int, x c, l c[]);
-- rows
INSERT INTO t VALUES (1, ROW(5, 'x'), ARRAY[ROW(6, 'y')::c]);
-- query
SELECT id, (x).a, (x).b, (l[1]).a FROM t

-- up
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_composite_20_type_20_public_2e_c', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t JOIN pg_catalog.pg_class tc ON tc.oid = t.typrelid AND tc.relkind = 'c' WHERE t.oid = to_regtype('public.c')), false);
ALTER TYPE public.c RENAME TO c__old;
CREATE TYPE public.c AS (a bigint, b text);
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.c OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_composite_20_type_20_public_2e_c', true), ''), current_user)); END $owner$;
CREATE FUNCTION public.c__to_new(public.c__old) RETURNS public.c LANGUAGE plpgsql STRICT AS $convert$
DECLARE result public.c;
BEGIN
    result.a := ($1).a;
    result.b := ($1).b;
    RETURN result;
END
$convert$;
CREATE CAST (public.c__old AS public.c) WITH FUNCTION public.c__to_new(public.c__old);
ALTER TABLE public.t ALTER COLUMN l TYPE public.c[] USING l::public.c[];
ALTER TABLE public.t ALTER COLUMN x TYPE public.c USING x::public.c;
DROP CAST (public.c__old AS public.c);
DROP FUNCTION public.c__to_new(public.c__old);
DROP TYPE public.c__old;
COMMIT;

-- hazards
--   rebuild composite type public.c: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_composite_20_type_20_public_2e_c', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t JOIN pg_catalog.pg_class tc ON tc.oid = t.typrelid AND tc.relkind = 'c' WHERE t.oid = to_regtype('public.c')), false);
ALTER TYPE public.c RENAME TO c__old;
CREATE TYPE public.c AS (a integer, b text);
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.c OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_composite_20_type_20_public_2e_c', true), ''), current_user)); END $owner$;
CREATE FUNCTION public.c__to_new(public.c__old) RETURNS public.c LANGUAGE plpgsql STRICT AS $convert$
DECLARE result public.c;
BEGIN
    result.a := ($1).a;
    result.b := ($1).b;
    RETURN result;
END
$convert$;
CREATE CAST (public.c__old AS public.c) WITH FUNCTION public.c__to_new(public.c__old);
ALTER TABLE public.t ALTER COLUMN l TYPE public.c[] USING l::public.c[];
ALTER TABLE public.t ALTER COLUMN x TYPE public.c USING x::public.c;
DROP CAST (public.c__old AS public.c);
DROP FUNCTION public.c__to_new(public.c__old);
DROP TYPE public.c__old;
COMMIT;

-- down hazards
--   rebuild composite type public.c: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
