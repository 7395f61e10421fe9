-- Converting the parent's column rewrites every partition, under a lock on each.
-- old
CREATE TYPE st AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id int, s st DEFAULT 'a') PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
-- new
CREATE TYPE st AS ENUM ('a', 'b');
CREATE TABLE t (id int, s st DEFAULT 'a') PARTITION BY RANGE (id);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10);
CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
-- rows
INSERT INTO t VALUES (1, 'a'), (11, 'b');
-- query
SELECT id, s::text FROM t ORDER BY id

-- up
BEGIN;
SELECT pg_catalog.set_config('plumbline.owner_enum_20_type_20_public_2e_st', (SELECT pg_catalog.pg_get_userbyid(t.typowner) FROM pg_catalog.pg_type t WHERE t.oid = to_regtype('public.st')), false);
ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
ALTER TYPE public.st RENAME TO st__old;
CREATE TYPE public.st AS ENUM ('a', 'b');
DO $owner$ BEGIN EXECUTE format('ALTER TYPE public.st OWNER TO %I', coalesce(nullif(current_setting('plumbline.owner_enum_20_type_20_public_2e_st', true), ''), current_user)); END $owner$;
CREATE CAST (public.st__old AS public.st) WITH INOUT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.st USING s::public.st;
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'a'::public.st;
DROP CAST (public.st__old AS public.st);
DROP TYPE public.st__old;
COMMIT;

-- hazards
--   rebuild enum type public.st: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.t1: ACCESS EXCLUSIVE
--   public.t2: ACCESS EXCLUSIVE

-- down
ALTER TYPE public.st ADD VALUE 'c' AFTER 'b';
