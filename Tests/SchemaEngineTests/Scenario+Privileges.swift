extension Scenario {
    static let privileges = [
        Scenario(
            "default privileges, for all schemas and for one, with what they do to new objects",
            common: "CREATE SCHEMA s; CREATE SCHEMA \"S 2\";",
            old: """
                ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;
                ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT INSERT, SELECT ON TABLES TO pg_monitor WITH GRANT OPTION;
                ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
                ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO PUBLIC;
                ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
                ALTER DEFAULT PRIVILEGES REVOKE DELETE ON TABLES FROM CURRENT_USER;
                ALTER DEFAULT PRIVILEGES GRANT CREATE ON SCHEMAS TO pg_monitor;
                ALTER DEFAULT PRIVILEGES FOR ROLE pg_read_all_data GRANT ALL ON TABLES TO pg_monitor;
                """,
            new: """
                CREATE SCHEMA n; CREATE TABLE s.t (a int); CREATE TABLE n.t (a serial); CREATE SEQUENCE s.q; CREATE VIEW s.v AS SELECT 1 AS a;
                CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION n.g() RETURNS int LANGUAGE sql AS 'SELECT 1';
                REVOKE EXECUTE ON FUNCTION n.g() FROM PUBLIC; CREATE TYPE "S 2".e AS ENUM ('a'); CREATE TYPE s.c AS (a int);
                CREATE DOMAIN n.d AS int; REVOKE USAGE ON TYPE n.d FROM PUBLIC; GRANT SELECT ON s.t TO pg_monitor;
                GRANT INSERT ON s.v TO pg_monitor; GRANT SELECT ON s.v TO pg_monitor WITH GRANT OPTION;
                ALTER DEFAULT PRIVILEGES FOR ROLE pg_read_all_data IN SCHEMA n GRANT SELECT ON TABLES TO PUBLIC;
                ALTER DEFAULT PRIVILEGES FOR ROLE pg_monitor REVOKE ALL ON FUNCTIONS FROM pg_monitor, PUBLIC;
                """),
        Scenario(
            "default privileges change while objects come",
            common: "CREATE SCHEMA s;",
            old: "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO pg_monitor;",
            new: """
                ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT INSERT ON TABLES TO pg_monitor WITH GRANT OPTION; CREATE TABLE s.x (a int);
                ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT EXECUTE ON FUNCTIONS TO pg_read_all_data;
                CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE s.y (a int); REVOKE ALL ON s.y FROM pg_monitor;
                """),
        Scenario(
            "an owner's own privileges, on old objects and new ones",
            common: """
                CREATE TABLE t (a int, b int); CREATE TABLE e (a int); CREATE SEQUENCE q; CREATE SCHEMA s; CREATE TYPE ty AS ENUM ('a');
                CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
                """,
            old: "GRANT UPDATE ON e TO pg_monitor;",
            new: """
                REVOKE ALL ON t, e FROM CURRENT_USER; GRANT SELECT ON e TO CURRENT_USER WITH GRANT OPTION;
                REVOKE USAGE ON SEQUENCE q FROM CURRENT_USER; REVOKE CREATE ON SCHEMA s FROM CURRENT_USER;
                REVOKE ALL ON FUNCTION f() FROM CURRENT_USER, PUBLIC; REVOKE ALL ON TYPE ty FROM PUBLIC, CURRENT_USER;
                GRANT SELECT (b) ON t TO CURRENT_USER; CREATE TABLE n (a int); REVOKE ALL ON n FROM CURRENT_USER;
                CREATE TYPE c AS (a int); REVOKE ALL ON TYPE c FROM PUBLIC; CREATE TYPE kept AS (a int);
                """),
        Scenario(
            "MAINTAIN", common: "CREATE TABLE t (a int);", old: "GRANT SELECT ON t TO pg_monitor;",
            new: """
                GRANT MAINTAIN ON t TO pg_monitor; REVOKE MAINTAIN ON t FROM CURRENT_USER;
                ALTER DEFAULT PRIVILEGES REVOKE MAINTAIN ON TABLES FROM CURRENT_USER;
                """, since: 17),
        Scenario(
            "default privileges of large objects", old: "CREATE TABLE t (a int);",
            new: "CREATE TABLE t (a int); ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO pg_monitor;", since: 18),
        Scenario(
            "privileges that a role gave with its grant option",
            common: "CREATE TABLE t (a int, b int);",
            old: """
                GRANT SELECT, UPDATE ON t TO pg_monitor WITH GRANT OPTION; SET ROLE pg_monitor;
                GRANT SELECT ON t TO pg_read_all_data WITH GRANT OPTION; SET ROLE pg_read_all_data; GRANT SELECT ON t TO PUBLIC; RESET ROLE;
                GRANT SELECT (a) ON t TO pg_read_all_stats;
                """,
            new: """
                GRANT UPDATE, INSERT ON t TO pg_monitor WITH GRANT OPTION; SET ROLE pg_monitor; GRANT UPDATE ON t TO pg_read_all_stats;
                RESET ROLE; GRANT SELECT (a) ON t TO pg_read_all_stats;
                """),
        Scenario(
            "a grant option for what was granted already", common: "CREATE TABLE t (a int);",
            old: "GRANT SELECT ON t TO pg_monitor;",
            new: "GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;"),
        Scenario(
            "privileges on the schema public, on a language and on objects of extensions",
            common: "CREATE EXTENSION pg_trgm;",
            new: """
                REVOKE USAGE ON SCHEMA public FROM PUBLIC; GRANT CREATE ON SCHEMA public TO pg_monitor;
                REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC; GRANT USAGE ON LANGUAGE plpgsql TO pg_monitor;
                REVOKE EXECUTE ON FUNCTION similarity(text, text) FROM PUBLIC; CREATE EXTENSION hstore;
                REVOKE USAGE ON TYPE hstore FROM PUBLIC; GRANT EXECUTE ON FUNCTION hstore(text, text) TO pg_monitor WITH GRANT OPTION;
                """),
        Scenario(
            "the schema public goes and comes back", old: "CREATE TABLE x (a int);",
            new: "DROP SCHEMA public; CREATE SCHEMA app; CREATE TABLE app.x (a int);"),
        Scenario(
            "a function, a view and a type that are replaced keep their privileges",
            common: "CREATE TABLE t (a int);",
            old: """
                CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC;
                GRANT EXECUTE ON FUNCTION f(int) TO pg_monitor WITH GRANT OPTION; CREATE VIEW v AS SELECT f(a) AS x FROM t;
                GRANT SELECT (x) ON v TO pg_monitor; REVOKE DELETE ON v FROM CURRENT_USER; CREATE TYPE c AS (x int, y int);
                REVOKE ALL ON TYPE c FROM PUBLIC; GRANT USAGE ON TYPE c TO pg_monitor;
                """,
            new: """
                CREATE FUNCTION f(a int) RETURNS bigint LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC;
                GRANT EXECUTE ON FUNCTION f(int) TO pg_monitor WITH GRANT OPTION; CREATE VIEW v AS SELECT f(a) AS x FROM t;
                GRANT SELECT (x) ON v TO pg_monitor; REVOKE DELETE ON v FROM CURRENT_USER; CREATE TYPE c AS (y int, x int);
                REVOKE ALL ON TYPE c FROM PUBLIC; GRANT USAGE ON TYPE c TO pg_monitor;
                """),
    ]
}
