-- old
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = english);
-- new
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, ACCEPT = false);

-- up
ALTER TEXT SEARCH DICTIONARY public.d (stopwords, accept = 'false');

-- down
ALTER TEXT SEARCH DICTIONARY public.d (accept, stopwords = 'english');
