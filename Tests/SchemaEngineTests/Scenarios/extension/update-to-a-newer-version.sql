-- An extension's older version is installed.
-- old
CREATE EXTENSION hstore VERSION '1.7';
-- new
CREATE EXTENSION hstore VERSION '1.8';

-- up
ALTER EXTENSION hstore UPDATE TO '1.8';

-- down
ALTER EXTENSION hstore UPDATE TO '1.7';

-- wrong
--   the step "update extension hstore to 1.7" failed: extension "hstore" has no update path from version "1.8" to version "1.7" (SQLSTATE 22023)
