-- An extension's older version is installed. No update leads back to it, so that the way back is a new installation.
-- old
CREATE EXTENSION hstore VERSION '1.7';
-- new
CREATE EXTENSION hstore VERSION '1.8';
