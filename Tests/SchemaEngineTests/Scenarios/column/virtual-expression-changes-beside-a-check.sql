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
