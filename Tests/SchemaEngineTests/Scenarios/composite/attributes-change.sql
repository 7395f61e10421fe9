-- old
CREATE TYPE c AS (a int, gone text);
-- new
CREATE TYPE c AS (a bigint, b text);

-- up
ALTER TYPE public.c DROP ATTRIBUTE gone, ALTER ATTRIBUTE a TYPE bigint, ADD ATTRIBUTE b text;

-- down
ALTER TYPE public.c DROP ATTRIBUTE b, ALTER ATTRIBUTE a TYPE integer, ADD ATTRIBUTE gone text;
