-- old
CREATE TABLE p (id int, k text) PARTITION BY LIST (k);
CREATE INDEX i ON p (id);
-- new
CREATE TABLE p (id int, k text, CONSTRAINT c CHECK (id > 0)) PARTITION BY LIST (k);
CREATE INDEX i ON p (id);
CREATE TABLE p1 (id int, k text, CONSTRAINT c CHECK (id > 0));
CREATE INDEX i1 ON p1 (id);
ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN ('a');

-- up
ALTER TABLE public.p ADD CONSTRAINT c CHECK ((id > 0)) NOT VALID;

ALTER TABLE public.p VALIDATE CONSTRAINT c;

BEGIN;
CREATE TABLE public.p1 (
    id integer,
    k text,
    CONSTRAINT c CHECK ((id > 0))
);
CREATE INDEX i1 ON public.p1 USING btree (id);
ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES IN ('a');
COMMIT;

-- hazards
--   validate constraint public.p.c: may fail on existing data, reads the table

-- locks
--   public.p: ACCESS EXCLUSIVE

-- down
DROP TABLE public.p1;

ALTER TABLE public.p DROP CONSTRAINT c;

-- down hazards
--   drop table public.p1: data loss

-- down locks
--   public.p: ACCESS EXCLUSIVE
--   public.p1: ACCESS EXCLUSIVE
