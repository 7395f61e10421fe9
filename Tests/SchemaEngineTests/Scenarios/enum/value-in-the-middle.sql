-- A value is added in place; the way back rebuilds the type.
-- old
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE t (m mood DEFAULT 'sad');
-- new
CREATE TYPE mood AS ENUM ('sad', 'so so', 'glad');
CREATE TABLE t (m mood DEFAULT 'sad');
-- rows
INSERT INTO t VALUES ('sad'), ('glad');
-- query
SELECT m FROM t ORDER BY m

-- up
ALTER TYPE public.mood ADD VALUE 'so so' AFTER 'sad';

-- down
BEGIN;
ALTER TYPE public.mood RENAME TO mood__old;
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood;
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'sad'::public.mood;
DROP TYPE public.mood__old;
COMMIT;

-- down hazards
--   rebuild enum type public.mood: may fail on existing data, reads the table, rewrites the table

-- down locks
--   public.t: ACCESS EXCLUSIVE
