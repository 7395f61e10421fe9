-- old
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (x e DEFAULT 'a' NOT NULL);
-- new
CREATE TABLE t (x text DEFAULT 'a' NOT NULL);
-- rows
INSERT INTO t VALUES ('b');
-- query
SELECT x FROM t

-- up
BEGIN;
ALTER TABLE public.t ALTER COLUMN x DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN x TYPE text;
ALTER TABLE public.t ALTER COLUMN x SET DEFAULT 'a'::text;
COMMIT;

DROP TYPE public.e;

-- hazards
--   change the type of column public.t.x to text: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
CREATE TYPE public.e AS ENUM ('a', 'b');

BEGIN;
ALTER TABLE public.t ALTER COLUMN x DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::public.e;
ALTER TABLE public.t ALTER COLUMN x SET DEFAULT 'a'::public.e;
COMMIT;

-- down hazards
--   change the type of column public.t.x to public.e: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
