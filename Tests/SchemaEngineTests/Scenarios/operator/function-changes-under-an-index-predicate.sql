-- common
CREATE TABLE t (a int);
CREATE FUNCTION more(int, int) RETURNS bool LANGUAGE sql IMMUTABLE RETURN $1 > $2;
CREATE FUNCTION much(int, int) RETURNS bool LANGUAGE sql IMMUTABLE RETURN $1 > $2 * 10;
-- old
CREATE OPERATOR >>> (FUNCTION = more, LEFTARG = int, RIGHTARG = int);
CREATE INDEX i ON t (a) WHERE a >>> 5;
-- new
CREATE OPERATOR >>> (FUNCTION = much, LEFTARG = int, RIGHTARG = int);
CREATE INDEX i ON t (a) WHERE a >>> 5;
-- rows
INSERT INTO t VALUES (1), (7), (70);
-- query
SELECT a FROM t ORDER BY a

-- up
BEGIN;

DROP INDEX public.i;

SELECT pg_catalog.set_config('plumbline.owner_operator_20_public_2e__3e__3e__3e__28_integer_2c__20_integer_29_', (SELECT pg_catalog.pg_get_userbyid(o.oprowner) FROM pg_catalog.pg_operator o WHERE o.oid = (SELECT o.oid FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace WHERE o.oprcode <> 0 AND n.nspname = 'public' AND o.oprname = '>>>' AND CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE pg_catalog.format_type(o.oprleft, NULL) END || ', '
    || pg_catalog.format_type(o.oprright, NULL) = 'integer, integer')), false);
DROP OPERATOR public.>>> (integer, integer);

CREATE OPERATOR public.>>> (
    FUNCTION = public.much,
    LEFTARG = integer,
    RIGHTARG = integer
);
DO $owner$ BEGIN EXECUTE format('ALTER OPERATOR public.>>> (integer, integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_operator_20_public_2e__3e__3e__3e__28_integer_2c__20_integer_29_', true), ''), current_user)); END $owner$;

COMMIT;

CREATE INDEX CONCURRENTLY i ON public.t USING btree (a) WHERE (a OPERATOR(public.>>>) 5);

-- hazards
--   create index public.i: reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP INDEX public.i;

SELECT pg_catalog.set_config('plumbline.owner_operator_20_public_2e__3e__3e__3e__28_integer_2c__20_integer_29_', (SELECT pg_catalog.pg_get_userbyid(o.oprowner) FROM pg_catalog.pg_operator o WHERE o.oid = (SELECT o.oid FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace WHERE o.oprcode <> 0 AND n.nspname = 'public' AND o.oprname = '>>>' AND CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE pg_catalog.format_type(o.oprleft, NULL) END || ', '
    || pg_catalog.format_type(o.oprright, NULL) = 'integer, integer')), false);
DROP OPERATOR public.>>> (integer, integer);

CREATE OPERATOR public.>>> (
    FUNCTION = public.more,
    LEFTARG = integer,
    RIGHTARG = integer
);
DO $owner$ BEGIN EXECUTE format('ALTER OPERATOR public.>>> (integer, integer) OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_operator_20_public_2e__3e__3e__3e__28_integer_2c__20_integer_29_', true), ''), current_user)); END $owner$;

COMMIT;

CREATE INDEX CONCURRENTLY i ON public.t USING btree (a) WHERE (a OPERATOR(public.>>>) 5);

-- down hazards
--   create index public.i: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
