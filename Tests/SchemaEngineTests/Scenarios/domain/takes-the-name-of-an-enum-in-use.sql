-- old
CREATE TYPE x AS ENUM ('a', 'b');
CREATE TABLE t (id int PRIMARY KEY, s x NOT NULL DEFAULT 'a', many x[]);
CREATE VIEW v AS SELECT id, s FROM t WHERE s = 'a';
-- new
CREATE DOMAIN x AS text CHECK (VALUE <> '');
CREATE TABLE t (id int PRIMARY KEY, s x NOT NULL DEFAULT 'a', many x[]);
CREATE VIEW v AS SELECT id, s FROM t WHERE s = 'a';
-- rows
INSERT INTO t VALUES (1, 'a', '{a,b}'), (2, 'b', NULL);
-- query
SELECT id, s::text, many::text FROM t ORDER BY id

-- up
ALTER TYPE public.x RENAME TO x__old;

CREATE DOMAIN public.x AS text;

ALTER DOMAIN public.x ADD CONSTRAINT x_check CHECK ((VALUE <> ''::text));

ALTER TABLE public.t ALTER COLUMN many TYPE public.x[] USING many::text[]::public.x[];

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.x USING s::text::public.x;
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'a'::text;

CREATE VIEW public.v AS
 SELECT id,
    s
   FROM public.t
  WHERE ((s)::text = 'a'::text);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

DROP TYPE public.x__old;

-- up 15
ALTER TYPE public.x RENAME TO x__old;

CREATE DOMAIN public.x AS text;

ALTER DOMAIN public.x ADD CONSTRAINT x_check CHECK ((VALUE <> ''::text));

ALTER TABLE public.t ALTER COLUMN many TYPE public.x[] USING many::text[]::public.x[];

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.x USING s::text::public.x;
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'a'::text;

CREATE VIEW public.v AS
 SELECT t.id,
    t.s
   FROM public.t
  WHERE ((t.s)::text = 'a'::text);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

DROP TYPE public.x__old;

-- hazards
--   change the type of column public.t.many to public.x[]: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.s to public.x: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
CREATE TYPE public.x__old AS ENUM ('a', 'b');

ALTER TABLE public.t ALTER COLUMN many TYPE public.x__old[] USING many::text[]::public.x__old[];

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.x__old USING s::text::public.x__old;
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'a'::public.x__old;

CREATE VIEW public.v AS
 SELECT id,
    s
   FROM public.t
  WHERE (s = 'a'::public.x__old);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

DROP DOMAIN public.x;

ALTER TYPE public.x__old RENAME TO x;

-- down 15
CREATE TYPE public.x__old AS ENUM ('a', 'b');

ALTER TABLE public.t ALTER COLUMN many TYPE public.x__old[] USING many::text[]::public.x__old[];

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.x__old USING s::text::public.x__old;
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'a'::public.x__old;

CREATE VIEW public.v AS
 SELECT t.id,
    t.s
   FROM public.t
  WHERE (t.s = 'a'::public.x__old);
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

DROP DOMAIN public.x;

ALTER TYPE public.x__old RENAME TO x;

-- down hazards
--   change the type of column public.t.many to public.x__old[]: may fail on existing data, reads the table, rewrites the table
--   change the type of column public.t.s to public.x__old: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
