-- old
CREATE TYPE st AS ENUM ('a', 'b');
CREATE TABLE t (id int, s st);
CREATE VIEW v AS SELECT id FROM t WHERE s = 'a';
CREATE INDEX i ON t (id) WHERE s = 'a';
-- new
CREATE TYPE st AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id int, s st);
CREATE VIEW v AS SELECT id FROM t WHERE s = 'a';
CREATE INDEX i ON t (id) WHERE s = 'a';
-- rows
INSERT INTO t VALUES (1, 'a'), (2, 'b');
-- query
SELECT id FROM v

-- up
ALTER TYPE public.st ADD VALUE 'c' AFTER 'b';

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

DROP INDEX public.i;

SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_st', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.st')), false);
ALTER TYPE public.st RENAME TO st__old;
CREATE TYPE public.st AS ENUM ('a', 'b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.st OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_st', true), ''), current_user)); END $owner$;
CREATE CAST (public.st__old AS public.st) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.st USING s::public.st;
DROP CAST (public.st__old AS public.st);
DROP TYPE public.st__old;

CREATE INDEX i ON public.t USING btree (id) WHERE (s = 'a'::public.st);

CREATE VIEW public.v AS
 SELECT id
   FROM public.t
  WHERE (s = 'a'::public.st);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

DROP INDEX public.i;

SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_st', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.st')), false);
ALTER TYPE public.st RENAME TO st__old;
CREATE TYPE public.st AS ENUM ('a', 'b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.st OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_st', true), ''), current_user)); END $owner$;
CREATE CAST (public.st__old AS public.st) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.st USING s::public.st;
DROP CAST (public.st__old AS public.st);
DROP TYPE public.st__old;

CREATE INDEX i ON public.t USING btree (id) WHERE (s = 'a'::public.st);

CREATE VIEW public.v AS
 SELECT t.id
   FROM public.t
  WHERE (t.s = 'a'::public.st);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   rebuild enum type public.st: may fail on existing data, reads the table, rewrites the table
--   create index public.i: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
