-- old
CREATE TABLE u (id int PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a FROM u GROUP BY id;
-- new
CREATE TABLE u (id int, a text);
CREATE VIEW v AS SELECT id, a FROM u GROUP BY id, a;
-- rows
INSERT INTO u VALUES (1, 'x');
-- query
SELECT id, a FROM u
