-- old
CREATE TABLE x (a int, b int, c int);
CREATE STATISTICS xs ON b, c FROM x;
-- new
CREATE TABLE x (a int, c int, b int);
CREATE STATISTICS xs ON b, c FROM x;
-- rows
INSERT INTO x VALUES (1, 2, 3);
-- query
SELECT a, b, c FROM x
