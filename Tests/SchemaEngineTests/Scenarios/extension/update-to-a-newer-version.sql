-- An extension's older version is installed.
-- old
CREATE EXTENSION hstore VERSION '1.7';
-- new
CREATE EXTENSION hstore VERSION '1.8';

-- up
ALTER EXTENSION hstore UPDATE TO '1.8';

-- down
ALTER EXTENSION hstore UPDATE TO '1.7';
