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

-- up
BEGIN;

ALTER TABLE a.t SET SCHEMA b;
ALTER TABLE b.t RENAME TO u;

ALTER SEQUENCE b.t_id_seq RENAME TO u_id_seq;

ALTER INDEX b.t_pkey RENAME TO u_pkey;

COMMIT;

-- up 18
BEGIN;

ALTER TABLE a.t SET SCHEMA b;
ALTER TABLE b.t RENAME TO u;

ALTER SEQUENCE b.t_id_seq RENAME TO u_id_seq;

ALTER INDEX b.t_pkey RENAME TO u_pkey;

ALTER TABLE b.u RENAME CONSTRAINT t_id_not_null TO u_id_not_null;

COMMIT;

-- locks
--   a.t: ACCESS EXCLUSIVE

-- locks 18
--   a.t: ACCESS EXCLUSIVE
--   b.u: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER INDEX b.u_pkey RENAME TO t_pkey;

ALTER SEQUENCE b.u_id_seq RENAME TO t_id_seq;

ALTER TABLE b.u SET SCHEMA a;
ALTER TABLE a.u RENAME TO t;

COMMIT;

-- down 18
BEGIN;

ALTER INDEX b.u_pkey RENAME TO t_pkey;

ALTER TABLE b.u RENAME CONSTRAINT u_id_not_null TO t_id_not_null;

ALTER SEQUENCE b.u_id_seq RENAME TO t_id_seq;

ALTER TABLE b.u SET SCHEMA a;
ALTER TABLE a.u RENAME TO t;

COMMIT;

-- down locks
--   b.u: ACCESS EXCLUSIVE
