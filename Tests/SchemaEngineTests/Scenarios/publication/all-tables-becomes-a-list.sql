-- common
CREATE TABLE t (a int PRIMARY KEY);
-- old
CREATE PUBLICATION p FOR ALL TABLES;
-- new
CREATE PUBLICATION p FOR TABLE t;

-- up
BEGIN;

SELECT pg_catalog.set_config('plumbline.owner_publication_20_p', (SELECT pg_catalog.pg_get_userbyid(p.pubowner) FROM pg_catalog.pg_publication p WHERE p.oid = (SELECT p.oid FROM pg_catalog.pg_publication p WHERE p.pubname = 'p')), false);
DROP PUBLICATION p;

CREATE PUBLICATION p;
DO $owner$ BEGIN EXECUTE format('ALTER PUBLICATION p OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_publication_20_p', true), ''), current_user)); END $owner$;

ALTER PUBLICATION p ADD TABLE public.t;

COMMIT;

-- locks
--   public.t: SHARE UPDATE EXCLUSIVE

-- down
BEGIN;

ALTER PUBLICATION p DROP TABLE public.t;

SELECT pg_catalog.set_config('plumbline.owner_publication_20_p', (SELECT pg_catalog.pg_get_userbyid(p.pubowner) FROM pg_catalog.pg_publication p WHERE p.oid = (SELECT p.oid FROM pg_catalog.pg_publication p WHERE p.pubname = 'p')), false);
DROP PUBLICATION p;

CREATE PUBLICATION p FOR ALL TABLES;
DO $owner$ BEGIN EXECUTE format('ALTER PUBLICATION p OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_publication_20_p', true), ''), current_user)); END $owner$;

COMMIT;

-- down locks
--   public.t: SHARE UPDATE EXCLUSIVE
