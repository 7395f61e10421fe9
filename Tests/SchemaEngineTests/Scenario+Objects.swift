extension Scenario {
    /// Kinds of objects that few schemas have.
    static let objects = programObjects + rangesAndBases + textSearch + foreign + replication + notNull

    private static let programObjects = [
        Scenario(
            "rules of a table and a view, with a state and a comment",
            common: "CREATE TABLE t (a int, b text); CREATE TABLE log (a int); CREATE VIEW v AS SELECT a FROM t;",
            old:
                "CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.a); CREATE RULE w AS ON DELETE TO v DO INSTEAD NOTHING;",
            new: """
                CREATE RULE r AS ON INSERT TO t WHERE NEW.a > 0 DO ALSO INSERT INTO log VALUES (NEW.a + 1); COMMENT ON RULE r ON t IS 'logs';
                ALTER TABLE t DISABLE RULE r;
                CREATE RULE "V insert" AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.a, 'it''s') RETURNING t.a;
                """),
        Scenario(
            "the type of a column that a rule uses",
            old:
                "CREATE TABLE t (a int); CREATE TABLE log (a bigint); CREATE RULE r AS ON INSERT TO t DO INSERT INTO log VALUES (NEW.a);",
            new:
                "CREATE TABLE t (a bigint); CREATE TABLE log (a bigint); CREATE RULE r AS ON INSERT TO t DO INSERT INTO log VALUES (NEW.a);"
        ),
        Scenario(
            "event trigger with tags and a state",
            new: """
                CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TABLE t (a int);
                CREATE EVENT TRIGGER "Watch" ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION f();
                COMMENT ON EVENT TRIGGER "Watch" IS 'w'; ALTER EVENT TRIGGER "Watch" ENABLE ALWAYS;
                """),
    ]

    private static let rangesAndBases = [
        Scenario(
            "collations",
            new: """
                CREATE COLLATION german (provider = icu, locale = 'de'); COMMENT ON COLLATION german IS 'de';
                CREATE COLLATION "no case" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                CREATE COLLATION posix (provider = libc, locale = 'POSIX'); CREATE TABLE t (a text COLLATE german);
                """),
        Scenario(
            "collation with rules", new: "CREATE COLLATION k (provider = icu, locale = 'und', rules = '& V << w <<< W');",
            since: 17),
        Scenario("builtin collation", new: "CREATE COLLATION k (provider = builtin, locale = 'C.UTF-8');", since: 17),
        Scenario(
            "collation of a column changes",
            old:
                "CREATE COLLATION k (provider = icu, locale = 'de'); CREATE TABLE t (a text COLLATE k DEFAULT 'x'); CREATE INDEX i ON t (a);",
            new:
                "CREATE COLLATION k (provider = icu, locale = 'fr'); CREATE TABLE t (a text COLLATE k DEFAULT 'x'); CREATE INDEX i ON t (a);"
        ),
        Scenario(
            "range type with a multirange of its own name",
            new: """
                CREATE TYPE r AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = "Many");
                CREATE TABLE t (a r DEFAULT r(1, 2), m "Many", l r[]);
                """),
        Scenario(
            "range type of a column changes",
            old: "CREATE TYPE r AS RANGE (SUBTYPE = float8); CREATE TABLE t (a r); CREATE VIEW v AS SELECT a FROM t;",
            new: "CREATE TYPE r AS RANGE (SUBTYPE = float4); CREATE TABLE t (a r); CREATE VIEW v AS SELECT a FROM t;"),
        Scenario(
            "base type and its functions",
            new: """
                CREATE TYPE b; CREATE TYPE shell;
                CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
                CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
                CREATE TYPE b (INPUT = b_in, OUTPUT = b_out, LIKE = int4, DEFAULT = '7'); COMMENT ON TYPE b IS 'b';
                REVOKE EXECUTE ON FUNCTION b_in(cstring) FROM PUBLIC; CREATE TABLE t (x b, y b[]);
                """),
    ]

    private static let textSearch = [
        Scenario(
            "text search dictionary and configuration",
            old: """
                CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = english);
                CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default"); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR asciiword, word WITH d;
                """,
            new: """
                CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, ACCEPT = false); COMMENT ON TEXT SEARCH DICTIONARY d IS 'd';
                CREATE TEXT SEARCH CONFIGURATION c (PARSER = "default"); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR asciiword WITH d, simple;
                ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR email WITH simple;
                """),
        Scenario(
            "text search parser and template",
            new: """
                CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
                CREATE TEXT SEARCH TEMPLATE s (INIT = dsimple_init, LEXIZE = dsimple_lexize);
                CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = s); CREATE TEXT SEARCH CONFIGURATION c (PARSER = p);
                """),
    ]

    private static let foreign = [
        Scenario(
            "foreign objects change in place",
            common: "CREATE FOREIGN DATA WRAPPER w;",
            old: """
                CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'a', gone 'x'); CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS ("user" 'x');
                CREATE FOREIGN TABLE f (a text OPTIONS (column_name 'A'), b int) SERVER s OPTIONS (file 'x.csv');
                """,
            new: """
                CREATE SERVER s VERSION '2' FOREIGN DATA WRAPPER w OPTIONS (host 'b', "Port" '1'); COMMENT ON SERVER s IS 's';
                CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS ("user" 'y');
                CREATE FOREIGN TABLE f (a text OPTIONS (column_name 'B'), b bigint NOT NULL DEFAULT 1, c date, CHECK (b > 0))
                SERVER s OPTIONS (file 'y.csv', "null" '');
                """),
        Scenario(
            "a foreign table as a partition",
            new: """
                CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE TABLE p (a int, b text) PARTITION BY LIST (a);
                CREATE FOREIGN TABLE p1 PARTITION OF p FOR VALUES IN (1) SERVER s;
                """),
    ]

    private static let replication = [
        Scenario(
            "the tables of a schema in a publication",
            common: "CREATE SCHEMA s; CREATE PUBLICATION p;", new: "ALTER PUBLICATION p ADD TABLES IN SCHEMA s;"),
        Scenario(
            "subscription of this database",
            new:
                "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION a, b WITH (connect = false, slot_name = NONE); COMMENT ON SUBSCRIPTION s IS 's';",
            cleanUp: "DROP SUBSCRIPTION s"),
    ]

    private static let notNull = [
        Scenario(
            "named NOT NULL constraints",
            old: "CREATE TABLE t (a int NOT NULL, b int CONSTRAINT b_there NOT NULL, c int, d int NOT NULL);",
            new: """
                CREATE TABLE t (a int CONSTRAINT a_there NOT NULL, b int NOT NULL, c int CONSTRAINT c_there NOT NULL,
                d int CONSTRAINT d_there NOT NULL NO INHERIT, e int CONSTRAINT e_there NOT NULL);
                CREATE TABLE n (a int CONSTRAINT there NOT NULL, b int); ALTER TABLE n ADD CONSTRAINT later NOT NULL b NOT VALID;
                """, since: 18),
        Scenario(
            "a foreign key that is not enforced",
            old: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int CONSTRAINT k REFERENCES a);",
            new: "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int CONSTRAINT k REFERENCES a NOT ENFORCED);", since: 18),
    ]
}
