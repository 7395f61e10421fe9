-- A column holds values of the extension's type: going back to an older version would lose them.
-- old
CREATE EXTENSION hstore VERSION '1.8';
CREATE TABLE t (a hstore);
-- new
CREATE EXTENSION hstore VERSION '1.7';
CREATE TABLE t (a hstore);

-- refused
--   PostgreSQL cannot make these changes in place:
--     - column public.t.a would have to be dropped and created again (it depends on extension hstore, which is replaced), and its rows with it
--   Add a new object beside the old one, move the rows, and drop the old one in a later migration.
