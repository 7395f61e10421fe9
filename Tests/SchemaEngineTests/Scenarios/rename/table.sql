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

-- up
BEGIN;

ALTER TABLE public.t RENAME TO u;

ALTER SEQUENCE public.t_id_seq RENAME TO u_id_seq;

ALTER INDEX public.t_note_idx RENAME TO u_note_idx;

ALTER INDEX public.t_pkey RENAME TO u_pkey;

COMMIT;

-- up 18
BEGIN;

ALTER TABLE public.t RENAME TO u;

ALTER SEQUENCE public.t_id_seq RENAME TO u_id_seq;

ALTER INDEX public.t_note_idx RENAME TO u_note_idx;

ALTER INDEX public.t_pkey RENAME TO u_pkey;

ALTER TABLE public.u RENAME CONSTRAINT t_id_not_null TO u_id_not_null;

COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- locks 18
--   public.t: ACCESS EXCLUSIVE
--   public.u: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER INDEX public.u_note_idx RENAME TO t_note_idx;

ALTER INDEX public.u_pkey RENAME TO t_pkey;

ALTER SEQUENCE public.u_id_seq RENAME TO t_id_seq;

ALTER TABLE public.u RENAME TO t;

COMMIT;

-- down 18
BEGIN;

ALTER INDEX public.u_note_idx RENAME TO t_note_idx;

ALTER INDEX public.u_pkey RENAME TO t_pkey;

ALTER TABLE public.u RENAME CONSTRAINT u_id_not_null TO t_id_not_null;

ALTER SEQUENCE public.u_id_seq RENAME TO t_id_seq;

ALTER TABLE public.u RENAME TO t;

COMMIT;

-- down locks
--   public.u: ACCESS EXCLUSIVE
