-- The index over the configuration stays; it is the reviewer's to rebuild it.
-- common
CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default");
CREATE TABLE t (a text);
CREATE INDEX i ON t USING gin (to_tsvector('c', a));
-- old
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR asciiword WITH simple;
-- new
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR asciiword WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH simple;

-- up
BEGIN;
ALTER TEXT SEARCH CONFIGURATION public.c ALTER MAPPING FOR asciiword WITH pg_catalog.english_stem;
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR word WITH pg_catalog.simple;
COMMIT;

-- down
BEGIN;
ALTER TEXT SEARCH CONFIGURATION public.c DROP MAPPING FOR word;
ALTER TEXT SEARCH CONFIGURATION public.c ALTER MAPPING FOR asciiword WITH pg_catalog.simple;
COMMIT;
