-- since: 17
-- new
CREATE COLLATION k (provider = icu, locale = 'und', rules = '& V << w <<< W');

-- up
CREATE COLLATION public.k (PROVIDER = icu, LOCALE = 'und', RULES = '& V << w <<< W');

-- down
DROP COLLATION public.k;
