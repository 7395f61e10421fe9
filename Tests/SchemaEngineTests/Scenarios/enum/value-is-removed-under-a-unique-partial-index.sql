-- The index is built in the transaction of the rebuild, so that no duplicate comes in meanwhile.
-- old
CREATE TYPE st AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id int, s st);
CREATE UNIQUE INDEX i ON t (id) WHERE s = 'a';
CREATE INDEX j ON t (id) WHERE s = 'b';
-- new
CREATE TYPE st AS ENUM ('a', 'b');
CREATE TABLE t (id int, s st);
CREATE UNIQUE INDEX i ON t (id) WHERE s = 'a';
CREATE INDEX j ON t (id) WHERE s = 'b';
-- rows
INSERT INTO t VALUES (1, 'a'), (2, 'b');
-- query
SELECT id, s::text FROM t ORDER BY id

-- up
BEGIN;

DROP INDEX public.i;

DROP INDEX public.j;

SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_st', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.st')), false);
ALTER TYPE public.st RENAME TO st__old;
CREATE TYPE public.st AS ENUM ('a', 'b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.st OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_st', true), ''), current_user)); END $owner$;
CREATE CAST (public.st__old AS public.st) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.st USING s::public.st;
DROP CAST (public.st__old AS public.st);
DROP TYPE public.st__old;

CREATE UNIQUE INDEX i ON public.t USING btree (id) WHERE (s = 'a'::public.st);

CREATE INDEX j ON public.t USING btree (id) WHERE (s = 'b'::public.st);

COMMIT;

-- hazards
--   rebuild enum type public.st: may fail on existing data, reads the table, rewrites the table
--   create index public.i: may fail on existing data, reads the table
--   create index public.j: reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER TYPE public.st ADD VALUE 'c' AFTER 'b';
