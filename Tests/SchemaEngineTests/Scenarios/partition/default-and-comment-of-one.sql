-- common
CREATE TABLE p (a int, b text) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
-- new
ALTER TABLE p1 ALTER b SET DEFAULT 'x';
ALTER TABLE p1 ADD CONSTRAINT c CHECK (b <> '');
COMMENT ON TABLE p1 IS 'the first';
GRANT SELECT ON p1 TO pg_monitor;

-- up
ALTER TABLE public.p1 ALTER COLUMN b SET DEFAULT 'x'::text;

ALTER TABLE public.p1 ADD CONSTRAINT c CHECK ((b <> ''::text)) NOT VALID;

ALTER TABLE public.p1 VALIDATE CONSTRAINT c;

GRANT SELECT ON TABLE public.p1 TO pg_monitor;

COMMENT ON TABLE public.p1 IS 'the first';

-- hazards
--   validate constraint public.p1.c: may fail on existing data, reads the table

-- locks
--   public.p1: ACCESS EXCLUSIVE

-- down
ALTER TABLE public.p1 ALTER COLUMN b DROP DEFAULT;

ALTER TABLE public.p1 DROP CONSTRAINT c;

REVOKE SELECT ON TABLE public.p1 FROM pg_monitor;

COMMENT ON TABLE public.p1 IS NULL;

-- down locks
--   public.p1: ACCESS EXCLUSIVE
