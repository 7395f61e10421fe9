-- old
CREATE SCHEMA s;
CREATE TABLE s.t (a int);
CREATE VIEW s.v AS SELECT a FROM s.t;
CREATE FUNCTION s.f() RETURNS int LANGUAGE sql RETURN 1;
GRANT USAGE ON SCHEMA s TO pg_monitor;

-- up
DROP VIEW s.v;

DROP FUNCTION s.f();

DROP TABLE s.t;

DROP SCHEMA s;

-- hazards
--   drop table s.t: data loss

-- locks
--   s.t: ACCESS EXCLUSIVE
--   s.v: ACCESS EXCLUSIVE

-- down
CREATE SCHEMA s;

GRANT USAGE ON SCHEMA s TO pg_monitor;

CREATE TABLE s.t (
    a integer
);

CREATE FUNCTION s.f()
RETURNS integer
LANGUAGE sql
RETURN 1;

CREATE VIEW s.v AS
 SELECT a
   FROM s.t;

-- down 15
CREATE SCHEMA s;

GRANT USAGE ON SCHEMA s TO pg_monitor;

CREATE TABLE s.t (
    a integer
);

CREATE FUNCTION s.f()
RETURNS integer
LANGUAGE sql
RETURN 1;

CREATE VIEW s.v AS
 SELECT t.a
   FROM s.t;
