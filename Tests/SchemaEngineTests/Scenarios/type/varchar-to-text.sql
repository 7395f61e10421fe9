-- old
CREATE TABLE t (a varchar(5) DEFAULT 'x');
-- new
CREATE TABLE t (a text DEFAULT 'x');
-- rows
INSERT INTO t VALUES ('abc');
-- query
SELECT a FROM t

-- up
ALTER TABLE public.t ALTER COLUMN a TYPE text;

ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::text;

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a TYPE character varying(5);
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::character varying;
COMMIT;

-- down hazards
--   change the type of column public.t.a to character varying(5): may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
