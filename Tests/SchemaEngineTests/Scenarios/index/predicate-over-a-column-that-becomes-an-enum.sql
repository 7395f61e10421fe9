-- PostgreSQL would build the old predicate over the new type, which it does not accept.
-- common
CREATE TYPE st AS ENUM ('new', 'old');
-- old
CREATE TABLE t (id int, s varchar(10) NOT NULL DEFAULT 'new', CONSTRAINT k CHECK (s IN ('new', 'old')));
CREATE INDEX i ON t (id) WHERE s = 'new';
CREATE UNIQUE INDEX u ON t (id) WHERE s = 'new';
-- new
CREATE TABLE t (id int, s st NOT NULL DEFAULT 'new');
CREATE INDEX i ON t (id) WHERE s = 'new';
CREATE UNIQUE INDEX u ON t (id) WHERE s = 'new';
-- rows
INSERT INTO t VALUES (1, 'old'), (2, 'new');
-- query
SELECT id, s FROM t ORDER BY id

-- up
ALTER TABLE public.t DROP CONSTRAINT k;

BEGIN;

DROP INDEX public.i;

DROP INDEX public.u;

ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN s TYPE public.st USING s::public.st;
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'new'::public.st;

CREATE UNIQUE INDEX u ON public.t USING btree (id) WHERE (s = 'new'::public.st);

COMMIT;

CREATE INDEX CONCURRENTLY i ON public.t USING btree (id) WHERE (s = 'new'::public.st);

-- hazards
--   change the type of column public.t.s to public.st: may fail on existing data, reads the table, rewrites the table
--   create index public.u: may fail on existing data, reads the table
--   create index public.i: reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

DROP INDEX public.i;

DROP INDEX public.u;

ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN s TYPE character varying(10);
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'new'::character varying;

ALTER TABLE public.t ADD CONSTRAINT k CHECK ((s = ANY (ARRAY['new'::character varying, 'old'::character varying]))) NOT VALID;

CREATE UNIQUE INDEX u ON public.t USING btree (id) WHERE ((s)::text = 'new'::text);

COMMIT;

ALTER TABLE public.t VALIDATE CONSTRAINT k;

CREATE INDEX CONCURRENTLY i ON public.t USING btree (id) WHERE ((s)::text = 'new'::text);

-- down hazards
--   change the type of column public.t.s to character varying(10): may fail on existing data, reads the table, rewrites the table
--   create index public.u: may fail on existing data, reads the table
--   validate constraint public.t.k: may fail on existing data, reads the table
--   create index public.i: reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
