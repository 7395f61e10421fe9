-- old
CREATE TABLE t (a int4range, CONSTRAINT e EXCLUDE USING gist (a WITH &&));
-- new
CREATE TABLE t (a int4range, CONSTRAINT e EXCLUDE USING gist (a WITH &&) WHERE (NOT isempty(a)));
-- rows
INSERT INTO t VALUES ('[1,2)');
-- query
SELECT a FROM t

-- up
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT e;

ALTER TABLE public.t ADD CONSTRAINT e EXCLUDE USING gist (a WITH &&) WHERE ((NOT isempty(a)));

COMMIT;

-- hazards
--   create constraint public.t.e: may fail on existing data, reads the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE public.t DROP CONSTRAINT e;

ALTER TABLE public.t ADD CONSTRAINT e EXCLUDE USING gist (a WITH &&);

COMMIT;

-- down hazards
--   create constraint public.t.e: may fail on existing data, reads the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
