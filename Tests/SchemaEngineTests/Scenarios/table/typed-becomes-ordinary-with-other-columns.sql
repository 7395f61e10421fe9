-- A table leaves its type before its columns and the type change, and joins one after them.
-- old
CREATE TYPE ty AS (a int, b text);
CREATE TABLE leaves OF ty;
CREATE VIEW v AS SELECT a FROM leaves;
CREATE TYPE tz AS (a bigint);
CREATE TABLE joins (a int, b text);
-- new
CREATE TYPE ty AS (a bigint, b text, c int);
CREATE TABLE leaves (a bigint, b text);
CREATE VIEW v AS SELECT a FROM leaves;
CREATE TYPE tz AS (a bigint);
CREATE TABLE joins OF tz;
-- rows
INSERT INTO leaves VALUES (1, 'one');
INSERT INTO joins VALUES (2, 'two');
-- query
SELECT a FROM leaves

-- up
ALTER TABLE public.joins ALTER COLUMN a TYPE bigint;

ALTER TABLE public.leaves NOT OF;

ALTER TYPE public.ty ALTER ATTRIBUTE a TYPE bigint, ADD ATTRIBUTE c integer;

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.leaves ALTER COLUMN a TYPE bigint;

ALTER TABLE public.joins DROP COLUMN b;

ALTER TABLE public.joins OF public.tz;

CREATE VIEW public.v AS
 SELECT a
   FROM public.leaves;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
ALTER TABLE public.joins ALTER COLUMN a TYPE bigint;

ALTER TABLE public.leaves NOT OF;

ALTER TYPE public.ty ALTER ATTRIBUTE a TYPE bigint, ADD ATTRIBUTE c integer;

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.leaves ALTER COLUMN a TYPE bigint;

ALTER TABLE public.joins DROP COLUMN b;

ALTER TABLE public.joins OF public.tz;

CREATE VIEW public.v AS
 SELECT leaves.a
   FROM public.leaves;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   change the type of column public.joins.a to bigint: reads the table, rewrites the table
--   change the type of column public.leaves.a to bigint: reads the table, rewrites the table
--   drop column public.joins.b: data loss

-- locks
--   public.joins: ACCESS EXCLUSIVE
--   public.leaves: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.joins NOT OF;

ALTER TABLE public.joins ALTER COLUMN a TYPE integer;

ALTER TABLE public.joins ADD COLUMN b text;

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.leaves ALTER COLUMN a TYPE integer;

ALTER TYPE public.ty DROP ATTRIBUTE c, ALTER ATTRIBUTE a TYPE integer;

ALTER TABLE public.leaves OF public.ty;

CREATE VIEW public.v AS
 SELECT a
   FROM public.leaves;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
ALTER TABLE public.joins NOT OF;

ALTER TABLE public.joins ALTER COLUMN a TYPE integer;

ALTER TABLE public.joins ADD COLUMN b text;

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.leaves ALTER COLUMN a TYPE integer;

ALTER TYPE public.ty DROP ATTRIBUTE c, ALTER ATTRIBUTE a TYPE integer;

ALTER TABLE public.leaves OF public.ty;

CREATE VIEW public.v AS
 SELECT leaves.a
   FROM public.leaves;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   change the type of column public.joins.a to integer: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.leaves.a to integer: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.joins: ACCESS EXCLUSIVE
--   public.leaves: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
