-- A column holds values of the extension's type: going back to an older version would lose them.
-- old
CREATE EXTENSION hstore VERSION '1.8';
CREATE TABLE t (a hstore);
-- new
CREATE EXTENSION hstore VERSION '1.7';
CREATE TABLE t (a hstore);
