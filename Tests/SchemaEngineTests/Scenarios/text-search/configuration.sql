-- new
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR asciiword, word WITH d, english_stem;
COMMENT ON TEXT SEARCH CONFIGURATION c IS 'ours';

-- up
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = pg_catalog.simple, stopwords = 'english');

BEGIN;
CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR asciiword WITH public.d, pg_catalog.english_stem;
ALTER TEXT SEARCH CONFIGURATION public.c ADD MAPPING FOR word WITH public.d, pg_catalog.english_stem;
COMMIT;

COMMENT ON TEXT SEARCH CONFIGURATION public.c IS 'ours';

-- down
DROP TEXT SEARCH CONFIGURATION public.c;

DROP TEXT SEARCH DICTIONARY public.d;
