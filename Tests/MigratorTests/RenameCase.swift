import Migrator
import SchemaEngine
import SchemaModel
import Testing

/// A schema before and after a rename, rows, and where a program looks for their values before and after.
struct RenameCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let old: String
    let new: String
    var renames: [Rename] = []
    /// What a person asks for with `--rename`.
    var requests: [String] = []
    let rows: String
    /// Queries that must give the same before and after.
    let before: String
    let after: String
    /// Parts of the forward file.
    var holds: [String] = []
    /// The names of columns and tables that go.
    var goes: [String] = []

    init(
        _ name: String, old: String, new: String, _ renames: [Rename] = [], requests: [String] = [], rows: String, before: String,
        after: String, holds: [String] = [], goes: [String] = []
    ) {
        testDescription = name
        self.old = "CREATE SCHEMA app; " + old
        self.new = "CREATE SCHEMA app; " + new
        self.renames = renames
        self.requests = requests
        self.rows = rows
        self.before = before
        self.after = after
        self.holds = holds
        self.goes = goes
    }
}

extension Rename {
    static func column(_ old: String, _ new: String, of table: ObjectID) -> Rename {
        Rename(from: .object(.column(old, of: table)), to: .object(.column(new, of: table)))
    }

    static func object(_ kind: ObjectKind, _ old: String, _ new: String, signature: String? = nil) -> Rename {
        Rename(
            from: .object(ObjectID(kind, schema: "app", old, signature: signature)),
            to: .object(ObjectID(kind, schema: "app", new, signature: signature)))
    }
}

extension RenameCase {
    private static let t = ObjectID.table("app", "t")
    private static let fill = "INSERT INTO app.t SELECT i, 'value ' || i FROM generate_series(1, 1000) i"
    private static let digest = "SELECT md5(string_agg(note, ',' ORDER BY id)) FROM app.t"

    static let all = columns + tables + types + programs

    static let columns = [
        RenameCase(
            "a nullable column", old: "CREATE TABLE app.t (id int PRIMARY KEY, note text);",
            new: "CREATE TABLE app.t (id int PRIMARY KEY, remark text);", [.column("note", "remark", of: t)], rows: fill,
            before: digest, after: "SELECT md5(string_agg(remark, ',' ORDER BY id)) FROM app.t",
            holds: ["ALTER TABLE app.t RENAME COLUMN note TO remark;"]),
        RenameCase(
            "a column that is NOT NULL", old: "CREATE TABLE app.t (id int PRIMARY KEY, note text NOT NULL);",
            new: "CREATE TABLE app.t (id int PRIMARY KEY, \"The Remark\" text NOT NULL);",
            [.column("note", "The Remark", of: t)], rows: fill, before: digest,
            after: "SELECT md5(string_agg(\"The Remark\", ',' ORDER BY id)) FROM app.t"),
        RenameCase(
            "a column that everything uses",
            old: everything("note"), new: everything("remark"), [.column("note", "remark", of: t)],
            rows: fill + "; INSERT INTO app.other SELECT note FROM app.t", before: digest,
            after: "SELECT md5(string_agg(remark, ',' ORDER BY id)) FROM app.t",
            holds: ["ALTER INDEX app.t_note_idx RENAME TO t_remark_idx;", "RENAME CONSTRAINT t_note_check TO t_remark_check;"]),
        RenameCase(
            "a column that a trigger and its function use", old: watched("note"), new: watched("remark"),
            [.column("note", "remark", of: t)],
            rows: fill, before: digest, after: "SELECT md5(string_agg(remark, ',' ORDER BY id)) FROM app.t"),
        RenameCase(
            "a column of another type, in one step",
            old: "CREATE TABLE app.t (id int PRIMARY KEY, n int NOT NULL CHECK (n > 0));",
            new: "CREATE TABLE app.t (id int PRIMARY KEY, m bigint NOT NULL CHECK (m > 0));", [.column("n", "m", of: t)],
            rows: "INSERT INTO app.t SELECT i, 7 * i FROM generate_series(1, 1000) i", before: "SELECT sum(n) FROM app.t",
            after: "SELECT sum(m) FROM app.t"),
        RenameCase(
            "a column while another one goes", old: "CREATE TABLE app.t (id int PRIMARY KEY, note text, gone text);",
            new: "CREATE TABLE app.t (id int PRIMARY KEY, remark text);", [.column("note", "remark", of: t)],
            rows: "INSERT INTO app.t SELECT i, 'value ' || i, 'gone ' || i FROM generate_series(1, 1000) i", before: digest,
            after: "SELECT md5(string_agg(remark, ',' ORDER BY id)) FROM app.t", goes: ["gone"]),
        RenameCase(
            "a column whose old name another one takes", old: "CREATE TABLE app.t (id int PRIMARY KEY, note text);",
            new: "CREATE TABLE app.t (id int PRIMARY KEY, remark text, note int);", [.column("note", "remark", of: t)],
            rows: fill,
            before: digest, after: "SELECT md5(string_agg(remark, ',' ORDER BY id)) FROM app.t"),
        RenameCase(
            "two columns that exchange their names", old: "CREATE TABLE app.t (id int PRIMARY KEY, a text, b text);",
            new: "CREATE TABLE app.t (id int PRIMARY KEY, a text, b text);",
            requests: ["app.t.a:app.t.b", "app.t.b:app.t.a"],
            rows: "INSERT INTO app.t SELECT i, 'a ' || i, 'b ' || i FROM generate_series(1, 1000) i",
            before: "SELECT md5(string_agg(a || b, ',' ORDER BY id)) FROM app.t",
            after: "SELECT md5(string_agg(b || a, ',' ORDER BY id)) FROM app.t", holds: ["plumbline_rename_1"]),
        RenameCase(
            "a name that moves on", old: "CREATE TABLE app.t (id int PRIMARY KEY, a text, b text);",
            new: "CREATE TABLE app.t (id int PRIMARY KEY, b text, c text);",
            [.column("a", "b", of: t), .column("b", "c", of: t)],
            rows: "INSERT INTO app.t SELECT i, 'a ' || i, 'b ' || i FROM generate_series(1, 1000) i",
            before: "SELECT md5(string_agg(a || b, ',' ORDER BY id)) FROM app.t",
            after: "SELECT md5(string_agg(b || c, ',' ORDER BY id)) FROM app.t"),
        RenameCase(
            "a column of a partitioned table and of a child",
            old: """
                CREATE TABLE app.t (id int, note text) PARTITION BY LIST (id); CREATE TABLE app.t1 PARTITION OF app.t FOR VALUES IN (1);
                CREATE INDEX t_note_idx ON app.t (note); CREATE TABLE app.b (note text); CREATE TABLE app.c (x int) INHERITS (app.b);
                """,
            new: """
                CREATE TABLE app.t (id int, remark text) PARTITION BY LIST (id); CREATE TABLE app.t1 PARTITION OF app.t FOR VALUES IN (1);
                CREATE INDEX t_remark_idx ON app.t (remark); CREATE TABLE app.b (remark text); CREATE TABLE app.c (x int) INHERITS (app.b);
                """, [.column("note", "remark", of: t), .column("note", "remark", of: .table("app", "b"))],
            rows: "INSERT INTO app.t VALUES (1, 'x'); INSERT INTO app.c VALUES ('y', 2)",
            before: "SELECT (SELECT note FROM app.t1) || (SELECT note FROM app.b)",
            after: "SELECT (SELECT remark FROM app.t1) || (SELECT remark FROM app.b)",
            holds: ["ALTER INDEX app.t1_note_idx RENAME TO t1_remark_idx;"]),
    ]

    /// A table, with its column under a name, and what can stand on a column.
    private static func everything(_ name: String) -> String {
        """
        CREATE TABLE app.t (id int PRIMARY KEY, \(name) text UNIQUE DEFAULT 'x' CHECK (\(name) <> ''),
            long int GENERATED ALWAYS AS (length(\(name))) STORED);
        CREATE INDEX ON app.t (\(name)); CREATE TABLE app.other (n text REFERENCES app.t (\(name)));
        CREATE VIEW app.v AS SELECT id, \(name) FROM app.t WHERE \(name) <> 'y'; CREATE VIEW app.w AS SELECT max(\(name)) AS m FROM app.v;
        CREATE MATERIALIZED VIEW app.m AS SELECT \(name) AS n FROM app.t;
        ALTER TABLE app.t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON app.t USING (\(name) <> 'z');
        CREATE FUNCTION app.g() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max(\(name)) FROM app.t; END;
        CREATE STATISTICS app.s ON id, \(name) FROM app.t; COMMENT ON COLUMN app.t.\(name) IS 'kept';
        """
    }

    private static func watched(_ name: String) -> String {
        """
        CREATE TABLE app.t (id int PRIMARY KEY, \(name) text);
        CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.\(name) := trim(NEW.\(name)); RETURN NEW; END $$;
        CREATE TRIGGER x BEFORE INSERT OR UPDATE OF \(name) ON app.t FOR EACH ROW WHEN (NEW.\(name) <> 'q') EXECUTE FUNCTION app.f();
        """
    }

    static let tables = [
        RenameCase(
            "a table, with the names that PostgreSQL gives",
            old: """
                CREATE TABLE app.t (id serial PRIMARY KEY, note text NOT NULL, CHECK (note <> 'no')); CREATE INDEX ON app.t (note);
                CREATE TABLE app.line (t int REFERENCES app.t); CREATE VIEW app.v AS SELECT note FROM app.t;
                """,
            new: """
                CREATE TABLE app.orders (id serial PRIMARY KEY, note text NOT NULL, CHECK (note <> 'no')); CREATE INDEX ON app.orders (note);
                CREATE TABLE app.line (t int REFERENCES app.orders); CREATE VIEW app.v AS SELECT note FROM app.orders;
                """, [.object(.table, "t", "orders")],
            rows:
                "INSERT INTO app.t (note) SELECT 'value ' || i FROM generate_series(1, 1000) i; INSERT INTO app.line SELECT id FROM app.t",
            before: "SELECT md5(string_agg(note, ',' ORDER BY id)) || (SELECT last_value FROM app.t_id_seq) FROM app.t",
            after: "SELECT md5(string_agg(note, ',' ORDER BY id)) || (SELECT last_value FROM app.orders_id_seq) FROM app.orders",
            holds: ["ALTER SEQUENCE app.t_id_seq RENAME TO orders_id_seq;", "ALTER INDEX app.t_pkey RENAME TO orders_pkey;"]),
        RenameCase(
            "a table with an identity column",
            old: "CREATE TABLE app.t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);",
            new: "CREATE TABLE app.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);",
            [.object(.table, "t", "orders")], rows: "INSERT INTO app.t (note) SELECT 'v' || i FROM generate_series(1, 1000) i",
            before: digest, after: "SELECT md5(string_agg(note, ',' ORDER BY id)) FROM app.orders",
            holds: ["ALTER SEQUENCE app.t_id_seq RENAME TO orders_id_seq"]),
        RenameCase(
            "a table and its column, at once", old: "CREATE TABLE app.t (id int PRIMARY KEY, note text);",
            new: "CREATE TABLE app.orders (id int PRIMARY KEY, remark text);",
            [.object(.table, "t", "orders"), .column("note", "remark", of: .table("app", "orders"))], rows: fill, before: digest,
            after: "SELECT md5(string_agg(remark, ',' ORDER BY id)) FROM app.orders"),
        RenameCase(
            "a table whose keys have names too long for PostgreSQL",
            old: "CREATE TABLE app.t (id int PRIMARY KEY, note text UNIQUE);",
            new: "CREATE TABLE app.\(long) (id int PRIMARY KEY, note text UNIQUE);", [.object(.table, "t", long)], rows: fill,
            before: digest, after: "SELECT md5(string_agg(note, ',' ORDER BY id)) FROM app.\(long)"),
        RenameCase(
            "two tables that exchange their names",
            old: "CREATE TABLE app.t (id int, note text); CREATE TABLE app.u (id int, note text);",
            new:
                "CREATE TABLE app.t (id int, note text); CREATE TABLE app.u (id int, note text);",
            requests: ["app.t:app.u", "app.u:app.t"], rows: fill + "; INSERT INTO app.u VALUES (1, 'u')", before: digest,
            after: "SELECT md5(string_agg(note, ',' ORDER BY id)) FROM app.u"),
        RenameCase(
            "a partition and a sequence of its own",
            old: """
                CREATE TABLE app.t (id int PRIMARY KEY, note text) PARTITION BY RANGE (id);
                CREATE TABLE app.t_old PARTITION OF app.t FOR VALUES FROM (0) TO (2000); CREATE SEQUENCE app.s;
                """,
            new: """
                CREATE TABLE app.t (id int PRIMARY KEY, note text) PARTITION BY RANGE (id);
                CREATE TABLE app.t_new PARTITION OF app.t FOR VALUES FROM (0) TO (2000); CREATE SEQUENCE app.r;
                """, [.object(.table, "t_old", "t_new"), .object(.sequence, "s", "r")], rows: fill + "; SELECT nextval('app.s')",
            before: "SELECT count(*) || (SELECT last_value FROM app.s)::text FROM app.t_old",
            after: "SELECT count(*) || (SELECT last_value FROM app.r)::text FROM app.t_new",
            holds: ["ALTER INDEX app.t_old_pkey RENAME TO t_new_pkey;"]),
    ]

    private static let long = "a_table_whose_name_is_so_long_that_nothing_of_what_postgres_add"

    static let types = [
        RenameCase(
            "an enum type and its label",
            old: """
                CREATE TYPE app.mood AS ENUM ('sad', 'glad'); CREATE TABLE app.t (id int PRIMARY KEY, m app.mood DEFAULT 'sad' CHECK (m <> 'glad'));
                CREATE FUNCTION app.f(app.mood) RETURNS app.mood LANGUAGE sql AS 'SELECT $1'; CREATE INDEX i ON app.t (id) WHERE m = 'sad';
                """,
            new: """
                CREATE TYPE app.state AS ENUM ('blue', 'glad');
                CREATE TABLE app.t (id int PRIMARY KEY, m app.state DEFAULT 'blue' CHECK (m <> 'glad'));
                CREATE FUNCTION app.f(app.state) RETURNS app.state LANGUAGE sql AS 'SELECT $1'; CREATE INDEX i ON app.t (id) WHERE m = 'blue';
                """,
            [
                .object(.enumType, "mood", "state"),
                Rename(
                    from: .label("sad", of: ObjectID(.enumType, schema: "app", "state")),
                    to: .label("blue", of: ObjectID(.enumType, schema: "app", "state"))),
            ], rows: "INSERT INTO app.t (id) SELECT generate_series(1, 1000)",
            before: "SELECT count(*) FROM app.t WHERE m = 'sad'",
            after: "SELECT count(*) FROM app.t WHERE m = 'blue'"),
        RenameCase(
            "a domain, a composite type and its attribute",
            old: """
                CREATE DOMAIN app.d AS text CONSTRAINT short CHECK (length(VALUE) < 9); CREATE TYPE app.pair AS (a int, b text);
                CREATE TABLE app.t (id app.d, p app.pair);
                """,
            new: """
                CREATE DOMAIN app.e AS text CONSTRAINT brief CHECK (length(VALUE) < 9); CREATE TYPE app.two AS (a int, c text);
                CREATE TABLE app.t (id app.e, p app.two);
                """,
            [
                .object(.domain, "d", "e"), .object(.compositeType, "pair", "two"),
                .column("b", "c", of: ObjectID(.compositeType, schema: "app", "two")),
            ], rows: "INSERT INTO app.t VALUES (1, (1, 'x'))", before: "SELECT (p).b FROM app.t", after: "SELECT (p).c FROM app.t"
        ),
    ]

    static let programs = [
        RenameCase(
            "a range type, its multirange type and what they build",
            old:
                "CREATE TYPE app.r AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = app.m); CREATE TABLE app.t (id int, r app.r);",
            new:
                "CREATE TYPE app.s AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = app.m); CREATE TABLE app.t (id int, r app.s);",
            [.object(.rangeType, "r", "s")], rows: "INSERT INTO app.t VALUES (1, app.r(1, 2))",
            before: "SELECT app.r(1, 2) = r FROM app.t",
            after: "SELECT app.s(1, 2) = r FROM app.t"),
        RenameCase(
            "functions, a procedure, an aggregate and views",
            old: """
                CREATE TABLE app.t (id int, note text); CREATE FUNCTION app.f(a int) RETURNS int LANGUAGE sql AS 'SELECT $1';
                CREATE PROCEDURE app.p() LANGUAGE plpgsql AS 'BEGIN END'; CREATE AGGREGATE app.a(int) (SFUNC = int4pl, STYPE = int);
                CREATE VIEW app.v AS SELECT app.f(id) AS id FROM app.t; CREATE MATERIALIZED VIEW app.m AS SELECT note FROM app.t;
                CREATE UNIQUE INDEX m_note ON app.m (note);
                """,
            new: """
                CREATE TABLE app.t (id int, note text); CREATE FUNCTION app.g(a int) RETURNS int LANGUAGE sql AS 'SELECT $1';
                CREATE PROCEDURE app.q() LANGUAGE plpgsql AS 'BEGIN END'; CREATE AGGREGATE app.b(int) (SFUNC = int4pl, STYPE = int);
                CREATE VIEW app.w AS SELECT app.g(id) AS id FROM app.t; CREATE MATERIALIZED VIEW app.n AS SELECT note FROM app.t;
                CREATE UNIQUE INDEX n_note ON app.n (note);
                """,
            [
                .object(.function, "f", "g", signature: "integer"), .object(.function, "p", "q", signature: ""),
                .object(.aggregate, "a", "b", signature: "integer"), .object(.view, "v", "w"),
                .object(.materializedView, "m", "n"),
            ], rows: fill + "; REFRESH MATERIALIZED VIEW app.m", before: "SELECT count(*) FROM app.m",
            after: "SELECT count(*) FROM app.n",
            holds: ["ALTER PROCEDURE app.p() RENAME TO q;", "ALTER AGGREGATE app.a(integer) RENAME TO b;"]),
        RenameCase(
            "a constraint, an index, a policy and a trigger",
            old: """
                CREATE TABLE app.t (id int CONSTRAINT k PRIMARY KEY, note text CONSTRAINT c CHECK (note <> '')); CREATE INDEX i ON app.t (note);
                CREATE TABLE app.u (t int CONSTRAINT f REFERENCES app.t); ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
                CREATE POLICY p ON app.t USING (note <> 'z'); CREATE FUNCTION app.x() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER g BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.x();
                """,
            new: """
                CREATE TABLE app.t (id int CONSTRAINT k2 PRIMARY KEY, note text CONSTRAINT c2 CHECK (note <> '')); CREATE INDEX i2 ON app.t (note);
                CREATE TABLE app.u (t int CONSTRAINT f2 REFERENCES app.t); ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
                CREATE POLICY p2 ON app.t USING (note <> 'y'); CREATE FUNCTION app.x() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER g2 BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.x();
                """,
            [
                Rename(from: .object(.policy("p", on: t)), to: .object(.policy("p2", on: t))),
                Rename(from: .object(.trigger("g", on: t)), to: .object(.trigger("g2", on: t))),
            ], rows: fill, before: digest, after: digest,
            holds: [
                "ALTER INDEX app.k RENAME TO k2;", "RENAME CONSTRAINT c TO c2;", "ALTER INDEX app.i RENAME TO i2;",
                "RENAME CONSTRAINT f TO f2;", "ALTER POLICY p ON app.t RENAME TO p2;", "ALTER TRIGGER g ON app.t RENAME TO g2;",
            ]),
    ]
}
