-- The table gets its columns from the type, and has only what the type does not say by itself.
-- old
CREATE TYPE ty AS (a int, b text, gone int);
CREATE TABLE t OF ty (PRIMARY KEY (a));
CREATE VIEW v AS SELECT a, b FROM t;
-- new
CREATE TYPE ty AS (a int, b text, c int);
CREATE TABLE t OF ty (PRIMARY KEY (a), b WITH OPTIONS DEFAULT 'x', c WITH OPTIONS DEFAULT 7);
CREATE VIEW v AS SELECT a, b, c FROM t;
-- rows
INSERT INTO t (a, b) VALUES (1, 'y');
-- query
SELECT a, b FROM t

-- up
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 'x'::text;

ALTER TYPE public.ty DROP ATTRIBUTE gone CASCADE, ADD ATTRIBUTE c integer CASCADE;

ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 7;

CREATE OR REPLACE VIEW public.v AS
 SELECT a,
    b,
    c
   FROM public.t;

-- up 15
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 'x'::text;

ALTER TYPE public.ty DROP ATTRIBUTE gone CASCADE, ADD ATTRIBUTE c integer CASCADE;

ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 7;

CREATE OR REPLACE VIEW public.v AS
 SELECT t.a,
    t.b,
    t.c
   FROM public.t;

-- hazards
--   alter composite type public.ty: data loss

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT a,
    b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

ALTER TYPE public.ty DROP ATTRIBUTE c CASCADE, ADD ATTRIBUTE gone integer CASCADE;

ALTER TABLE public.t ALTER COLUMN b DROP DEFAULT;

-- down 15
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

CREATE VIEW public.v AS
 SELECT t.a,
    t.b
   FROM public.t;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

ALTER TYPE public.ty DROP ATTRIBUTE c CASCADE, ADD ATTRIBUTE gone integer CASCADE;

ALTER TABLE public.t ALTER COLUMN b DROP DEFAULT;

-- down hazards
--   alter composite type public.ty: data loss

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
