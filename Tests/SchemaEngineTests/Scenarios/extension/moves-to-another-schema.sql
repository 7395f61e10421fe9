-- common
CREATE SCHEMA x;
-- old
CREATE EXTENSION citext;
CREATE TABLE t (a citext);
-- new
CREATE EXTENSION citext SCHEMA x;
CREATE TABLE t (a x.citext);
-- rows
INSERT INTO t VALUES ('A');
-- query
SELECT a FROM t

-- up
ALTER EXTENSION citext SET SCHEMA x;

ALTER TABLE public.t ALTER COLUMN a TYPE x.citext USING a::text::x.citext;

-- hazards
--   change the type of column public.t.a to x.citext: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
ALTER EXTENSION citext SET SCHEMA public;

ALTER TABLE public.t ALTER COLUMN a TYPE public.citext USING a::text::public.citext;

-- down hazards
--   change the type of column public.t.a to public.citext: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE

-- wrong
--   change the type of column public.t.a to x.citext: claims a rewrite; rewrites nothing
--   change the type of column public.t.a to public.citext: claims a rewrite; rewrites nothing
