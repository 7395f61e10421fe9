-- The default gives more than the table is to have; the rest is revoked in the same step.
-- common
CREATE SCHEMA s;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT, INSERT ON TABLES TO pg_monitor;
-- new
CREATE TABLE s.t (a int);
REVOKE INSERT ON s.t FROM pg_monitor;

-- up
CREATE TABLE s.t (
    a integer
);

REVOKE INSERT ON TABLE s.t FROM pg_monitor;

-- down
DROP TABLE s.t;

-- down hazards
--   drop table s.t: data loss

-- down locks
--   s.t: ACCESS EXCLUSIVE
