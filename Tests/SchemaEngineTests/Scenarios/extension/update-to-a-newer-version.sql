-- An extension's older version is installed. No update leads back to it, so that the way back is a new installation.
-- old
CREATE EXTENSION hstore VERSION '1.7';
-- new
CREATE EXTENSION hstore VERSION '1.8';

-- up
ALTER EXTENSION hstore UPDATE TO '1.8';

-- down
BEGIN;

DROP EXTENSION hstore;

CREATE EXTENSION hstore SCHEMA public VERSION '1.7';

COMMIT;
