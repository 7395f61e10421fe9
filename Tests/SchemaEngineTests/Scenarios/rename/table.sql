-- The names that PostgreSQL gave follow the table; a name that somebody chose stays.
-- old
CREATE TABLE t (id serial PRIMARY KEY, note text CONSTRAINT chosen CHECK (note <> ''));
CREATE INDEX ON t (note);
CREATE VIEW v AS SELECT note FROM t;
GRANT SELECT ON t TO PUBLIC;
-- new
CREATE TABLE u (id serial PRIMARY KEY, note text CONSTRAINT chosen CHECK (note <> ''));
CREATE INDEX ON u (note);
CREATE VIEW v AS SELECT note FROM u;
GRANT SELECT ON u TO PUBLIC;
-- rename
table public.t to u
-- rows
INSERT INTO t (note) VALUES ('kept');
-- query
SELECT query_to_xml(format('TABLE %s', c.oid::regclass), true, false, '')::text FROM pg_class c WHERE relname IN ('t', 'u')
