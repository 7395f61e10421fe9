-- old
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE a.t (id serial PRIMARY KEY, note text);
-- new
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE b.u (id serial PRIMARY KEY, note text);
-- rename
table a.t to b.u
-- rows
INSERT INTO a.t (note) VALUES ('kept');
-- query
SELECT query_to_xml(format('TABLE %s', c.oid::regclass), true, false, '')::text FROM pg_class c WHERE relname IN ('t', 'u')
