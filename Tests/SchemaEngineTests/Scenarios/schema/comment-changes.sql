-- The schema stays as it is, with the table in it.
-- common
CREATE SCHEMA s;
CREATE TABLE s.t (a int);
-- old
COMMENT ON SCHEMA s IS 'old';
-- new
COMMENT ON SCHEMA s IS 'new';
-- rows
INSERT INTO s.t VALUES (1);
-- query
SELECT a FROM s.t

-- up
COMMENT ON SCHEMA s IS 'new';

-- down
COMMENT ON SCHEMA s IS 'old';
