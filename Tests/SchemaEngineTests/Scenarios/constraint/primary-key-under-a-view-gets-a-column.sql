-- The view groups by the key, and names another column.
-- old
CREATE TABLE t (a int NOT NULL, b int NOT NULL, c int, CONSTRAINT k PRIMARY KEY (a));
CREATE VIEW v AS SELECT a, c FROM t GROUP BY a;
-- new
CREATE TABLE t (a int NOT NULL, b int NOT NULL, c int, CONSTRAINT k PRIMARY KEY (a) INCLUDE (b));
CREATE VIEW v AS SELECT a, c FROM t GROUP BY a;

-- up
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a) INCLUDE (b);

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

CREATE VIEW public.v AS
 SELECT a,
    c
   FROM public.t
  GROUP BY a;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- up 15
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a) INCLUDE (b);

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

CREATE VIEW public.v AS
 SELECT t.a,
    t.c
   FROM public.t
  GROUP BY t.a;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a);

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

CREATE VIEW public.v AS
 SELECT a,
    c
   FROM public.t
  GROUP BY a;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down 15
CREATE UNIQUE INDEX CONCURRENTLY plumbline_new_k ON public.t USING btree (a);

BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_view_20_public_2e_v', (SELECT pg_catalog.pg_get_userbyid(c.relowner) FROM pg_catalog.pg_class c WHERE c.oid = to_regclass('public.v')), false);
DROP VIEW public.v;

ALTER TABLE public.t DROP CONSTRAINT k, ADD CONSTRAINT k PRIMARY KEY USING INDEX plumbline_new_k;

CREATE VIEW public.v AS
 SELECT t.a,
    t.c
   FROM public.t
  GROUP BY t.a;
DO $owner$ BEGIN EXECUTE format('ALTER VIEW public.v OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_view_20_public_2e_v', true), ''), current_user)); END $owner$;

COMMIT;

-- down hazards
--   create index public.plumbline_new_k: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
