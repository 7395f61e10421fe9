-- PostgreSQL would build the old index over the new type, for which it has no operator class.
-- common
CREATE EXTENSION pg_trgm;
-- old
CREATE TABLE t (id int, a text, b text UNIQUE);
CREATE INDEX i ON t USING gin (a gin_trgm_ops);
-- new
CREATE TABLE t (id int, a jsonb, b text UNIQUE);
CREATE INDEX i ON t USING gin (a jsonb_path_ops);
-- rows
INSERT INTO t VALUES (1, '{"a": 1}', 'b');
-- query
SELECT id, a::text, b FROM t

-- up
DROP INDEX public.i;

ALTER TABLE public.t ALTER COLUMN a TYPE jsonb USING a::jsonb;

CREATE INDEX CONCURRENTLY i ON public.t USING gin (a jsonb_path_ops);

-- hazards
--   change the type of column public.t.a to jsonb: may fail on existing data, reads the table, rewrites the table
--   create index public.i: reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
DROP INDEX public.i;

ALTER TABLE public.t ALTER COLUMN a TYPE text;

CREATE INDEX CONCURRENTLY i ON public.t USING gin (a public.gin_trgm_ops);

-- down hazards
--   change the type of column public.t.a to text: may fail on existing data, reads the table, rewrites the table
--   create index public.i: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
