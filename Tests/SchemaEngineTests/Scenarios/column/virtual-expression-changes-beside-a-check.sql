-- PostgreSQL changes the expression of a virtual column only in a table without CHECK constraints.
-- since: 18
-- common
CREATE SCHEMA s;
-- old
CREATE TABLE s.t (id int PRIMARY KEY, a int CHECK (a > 0), h int GENERATED ALWAYS AS (a * 3) VIRTUAL);
-- new
CREATE TABLE s.t (id int PRIMARY KEY, a int CHECK (a > 0), h int GENERATED ALWAYS AS (a * 3 + 1) VIRTUAL);
-- rows
INSERT INTO s.t VALUES (1, 2);
-- query
SELECT id, a FROM s.t

-- up
BEGIN;

ALTER TABLE s.t DROP COLUMN h;

ALTER TABLE s.t ADD COLUMN h integer GENERATED ALWAYS AS (((a * 3) + 1)) VIRTUAL;

COMMIT;

-- locks
--   s.t: ACCESS EXCLUSIVE

-- down
BEGIN;

ALTER TABLE s.t DROP COLUMN h;

ALTER TABLE s.t ADD COLUMN h integer GENERATED ALWAYS AS ((a * 3)) VIRTUAL;

COMMIT;

-- down locks
--   s.t: ACCESS EXCLUSIVE
