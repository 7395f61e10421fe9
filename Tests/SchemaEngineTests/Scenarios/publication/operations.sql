-- common
CREATE TABLE t (a int);
-- old
CREATE PUBLICATION p FOR TABLE t;
-- new
CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert, delete');

-- up
ALTER PUBLICATION p SET (publish = 'delete, insert');

-- down
ALTER PUBLICATION p SET (publish = 'delete, insert, truncate, update');
