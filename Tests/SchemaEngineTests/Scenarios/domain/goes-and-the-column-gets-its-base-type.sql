-- old
CREATE DOMAIN d AS text CHECK (VALUE <> '');
CREATE TABLE t (a d);
-- new
CREATE TABLE t (a text);
-- rows
INSERT INTO t VALUES ('x');
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE text;

DROP DOMAIN public.d;

-- hazards
--   change the type of column public.t.a to text: reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE DOMAIN public.d AS text;

ALTER DOMAIN public.d ADD CONSTRAINT d_check CHECK ((VALUE <> ''::text));

ALTER TABLE public.t ALTER COLUMN a TYPE public.d USING a::public.d;

-- down hazards
--   change the type of column public.t.a to public.d: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
