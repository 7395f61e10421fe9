-- old
CREATE SCHEMA app;
CREATE TYPE app.e AS ENUM ('x');
CREATE TABLE app.t (id serial PRIMARY KEY, e app.e DEFAULT 'x');
CREATE VIEW app.v AS SELECT id FROM app.t WHERE e = 'x';
-- new
CREATE SCHEMA shop;
CREATE TYPE shop.e AS ENUM ('x');
CREATE TABLE shop.t (id serial PRIMARY KEY, e shop.e DEFAULT 'x');
CREATE VIEW shop.v AS SELECT id FROM shop.t WHERE e = 'x';
-- rename
schema app to shop

-- up
ALTER SCHEMA app RENAME TO shop;

-- down
ALTER SCHEMA shop RENAME TO app;
