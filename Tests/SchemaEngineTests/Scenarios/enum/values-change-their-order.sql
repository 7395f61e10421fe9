-- The order of labels decides how rows sort.
-- old
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int, x e);
-- new
CREATE TYPE e AS ENUM ('b', 'a');
CREATE TABLE t (id int, x e);
-- rows
INSERT INTO t VALUES (1, 'a'), (2, 'b');
-- query
SELECT id, x::text FROM t ORDER BY id

-- up
BEGIN;
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('b', 'a');
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::text::public.e;
DROP TYPE public.e__old;
COMMIT;

-- hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- locks
--   public.t: ACCESS EXCLUSIVE

-- down
BEGIN;
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'b');
ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::text::public.e;
DROP TYPE public.e__old;
COMMIT;

-- down hazards
--   rebuild enum type public.e: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
