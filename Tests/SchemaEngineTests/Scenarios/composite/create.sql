-- new
CREATE TYPE c AS (a int, "B c" text COLLATE "C");

-- up
CREATE TYPE public.c AS (a integer, "B c" text COLLATE pg_catalog."C");

-- down
DROP TYPE public.c;
