-- new
CREATE TYPE c AS (a int, "B c" text COLLATE "C");

-- up
CREATE TYPE public.c AS (a integer, "B c" text COLLATE pg_catalog."C");

REVOKE USAGE ON TYPE public.c FROM PUBLIC;

-- down
DROP TYPE public.c;

-- wrong
--   the dump has: REVOKE ALL ON TYPE public.c FROM PUBLIC;
