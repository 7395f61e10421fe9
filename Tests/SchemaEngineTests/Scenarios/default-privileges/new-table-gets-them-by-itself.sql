-- common
CREATE SCHEMA s;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT, INSERT ON TABLES TO pg_monitor;
-- new
CREATE TABLE s.t (a int);

-- up
CREATE TABLE s.t (
    a integer
);

-- down
DROP TABLE s.t;

-- down hazards
--   drop table s.t: data loss

-- down locks
--   s.t: ACCESS EXCLUSIVE
