-- What PostgreSQL carries along needs no step; the column of a view has a name of its own.
-- old
CREATE TABLE t (id int, note text NOT NULL, long int GENERATED ALWAYS AS (length(note)) STORED, CHECK (note <> ''));
CREATE INDEX i ON t (lower(note));
CREATE VIEW v AS SELECT id, note FROM t;
CREATE VIEW w AS SELECT note || '!' AS loud FROM v;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (note <> 'hidden');
-- new
CREATE TABLE t (id int, remark text NOT NULL, long int GENERATED ALWAYS AS (length(remark)) STORED, CHECK (remark <> ''));
CREATE INDEX i ON t (lower(remark));
CREATE VIEW v AS SELECT id, remark FROM t;
CREATE VIEW w AS SELECT remark || '!' AS loud FROM v;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (remark <> 'hidden');
-- rename
column public.t.note to remark
-- rows
INSERT INTO t VALUES (1, 'kept');
-- query
SELECT t::text FROM t

-- up
BEGIN;

ALTER TABLE public.t RENAME COLUMN note TO remark;

ALTER VIEW public.v RENAME COLUMN note TO remark;

ALTER TABLE public.t RENAME CONSTRAINT t_note_check TO t_remark_check;

COMMIT;

-- up 18
BEGIN;

ALTER TABLE public.t RENAME COLUMN note TO remark;

ALTER VIEW public.v RENAME COLUMN note TO remark;

ALTER TABLE public.t RENAME CONSTRAINT t_note_check TO t_remark_check;

ALTER TABLE public.t RENAME CONSTRAINT t_note_not_null TO t_remark_not_null;

COMMIT;

-- locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t RENAME CONSTRAINT t_remark_check TO t_note_check;

ALTER VIEW public.v RENAME COLUMN remark TO note;

ALTER TABLE public.t RENAME COLUMN remark TO note;

COMMIT;

-- down 18
BEGIN;

ALTER TABLE public.t RENAME CONSTRAINT t_remark_check TO t_note_check;

ALTER TABLE public.t RENAME CONSTRAINT t_remark_not_null TO t_note_not_null;

ALTER VIEW public.v RENAME COLUMN remark TO note;

ALTER TABLE public.t RENAME COLUMN remark TO note;

COMMIT;

-- down locks
--   public.t: ACCESS EXCLUSIVE
--   public.v: ACCESS EXCLUSIVE
