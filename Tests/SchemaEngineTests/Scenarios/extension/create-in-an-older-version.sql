-- A new extension gets the version that the target has, since there is seldom a way back from the default one.
-- new
CREATE EXTENSION hstore VERSION '1.7';

-- up
CREATE EXTENSION hstore SCHEMA public VERSION '1.7';

-- down
DROP EXTENSION hstore;
