import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaModel
import Testing

/// Changes that public reports of other tools name. `plumb diff` made them all; their way back from quarantine failed.
@Suite("A change leads back and forward again through quarantine", .needsPostgres(17))
struct ReportedRoundTests {
    struct Change: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let old: String
        let new: String
        /// Rows of the old schema.
        var rows = ""
        /// An SQL expression over a row. Its value must be the same after the rollback.
        var compared = "to_jsonb(t)::text"
        var table = "app.t"
        let major: Int

        init(
            _ name: String, _ old: String, _ new: String, rows: String = "", compared: String = "to_jsonb(t)::text",
            in table: String = "app.t", major: Int = 17
        ) {
            testDescription = name
            (self.old, self.new, self.rows) = (old, new, rows)
            (self.compared, self.table, self.major) = (compared, table, major)
        }
    }

    private static let columnWithAll = """
        CREATE TABLE app.t (id int PRIMARY KEY, z int NOT NULL DEFAULT 3, w int GENERATED ALWAYS AS IDENTITY, s serial);
        COMMENT ON COLUMN app.t.z IS 'x'; GRANT SELECT (z) ON app.t TO pg_monitor;
        """

    static let changes: [Change] = [
        Change(
            "a column with a comment, a privilege, an identity or a sequence goes", columnWithAll,
            "CREATE TABLE app.t (id int PRIMARY KEY);",
            rows: "INSERT INTO app.t (id, z) VALUES (1, 7), (2, 8); SELECT nextval('app.t_s_seq')"),
        Change(
            "a serial becomes plain", "CREATE TABLE app.t (id serial PRIMARY KEY);", "CREATE TABLE app.t (id int PRIMARY KEY);",
            rows: "INSERT INTO app.t DEFAULT VALUES"),
        Change(
            "a column becomes serial", "CREATE TABLE app.t (id int PRIMARY KEY, n int);",
            "CREATE TABLE app.t (id serial PRIMARY KEY, n int);", rows: "INSERT INTO app.t VALUES (5, 1)"),
        Change(
            "a new table with a sequence that its column owns", "CREATE TABLE app.t (id int PRIMARY KEY);",
            """
            CREATE TABLE app.t (id int PRIMARY KEY); CREATE TABLE app.keep (id int PRIMARY KEY, a int);
            CREATE SEQUENCE app.other OWNED BY app.keep.a; ALTER TABLE app.keep ALTER a SET DEFAULT nextval('app.other');
            """),
        Change(
            "a numeric gets a precision and a scale, and whole numbers have neither",
            "CREATE TABLE app.t (id int PRIMARY KEY, n numeric);",
            "CREATE TABLE app.t (id int PRIMARY KEY, n numeric(12,2));",
            rows: "INSERT INTO app.t VALUES (1, 5), (2, 2.5), (3, 'NaN'), (4, NULL)", compared: "trim_scale(n)::text"),
        Change(
            "a partition goes beside a change of its parent's column",
            """
            CREATE TABLE app.p (id int, at int NOT NULL, n int) PARTITION BY RANGE (at);
            CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES FROM (1) TO (10);
            CREATE TABLE app.p2 PARTITION OF app.p FOR VALUES FROM (10) TO (20);
            """,
            """
            CREATE TABLE app.p (id int, at int NOT NULL, n bigint, CHECK (n > 0)) PARTITION BY RANGE (at);
            CREATE TABLE app.p1 PARTITION OF app.p FOR VALUES FROM (1) TO (10);
            """, rows: "INSERT INTO app.p VALUES (1, 5, 7), (2, 15, 8)", in: "app.p"),
        Change(
            "an extension goes with the type that a column had from it",
            "CREATE EXTENSION citext SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, mail app.citext NOT NULL);",
            "CREATE TABLE app.t (id int PRIMARY KEY, mail text NOT NULL);", rows: "INSERT INTO app.t VALUES (1, 'Ann@x.org')"),
        Change(
            "a policy of a new table names a new view", "CREATE TABLE app.t (id int PRIMARY KEY);",
            """
            CREATE TABLE app.t (id int PRIMARY KEY); CREATE VIEW app.v AS SELECT id FROM app.t;
            CREATE TABLE app.note (id int PRIMARY KEY, t int); ALTER TABLE app.note ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON app.note FOR SELECT USING (t IN (SELECT id FROM app.v));
            """),
        Change(
            "a generated column of a new table uses a new text search configuration", "CREATE TABLE app.t (id int PRIMARY KEY);",
            """
            CREATE TABLE app.t (id int PRIMARY KEY); CREATE TEXT SEARCH CONFIGURATION app.words (COPY = pg_catalog.simple);
            CREATE TABLE app.page (id int PRIMARY KEY, body text,
                found tsvector GENERATED ALWAYS AS (to_tsvector('app.words'::regconfig, coalesce(body, ''))) STORED);
            """),
        Change(
            "a CHECK and a unique index call a new function", "CREATE TABLE app.t (id int PRIMARY KEY, n text);",
            """
            CREATE FUNCTION app.ok(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT t <> ''''';
            CREATE TABLE app.t (id int PRIMARY KEY, n text, CONSTRAINT k CHECK (app.ok(n)));
            CREATE UNIQUE INDEX u ON app.t ((app.ok(n)), id);
            """, rows: "INSERT INTO app.t VALUES (1, 'a')"),
        Change(
            "text becomes an enum under a CHECK of labels",
            "CREATE TYPE app.e AS ENUM ('a', 'b'); CREATE TABLE app.t (id int PRIMARY KEY, s text DEFAULT 'a' CHECK (s IN ('a', 'b')));",
            "CREATE TYPE app.e AS ENUM ('a', 'b'); CREATE TABLE app.t (id int PRIMARY KEY, s app.e DEFAULT 'a' CHECK (s IN ('a', 'b')));",
            rows: "INSERT INTO app.t VALUES (1, 'b')"),
        Change(
            "an array of one enum becomes one of another",
            "CREATE TYPE app.a AS ENUM ('x'); CREATE TYPE app.b AS ENUM ('x'); CREATE TABLE app.t (id int PRIMARY KEY, l app.a[]);",
            "CREATE TYPE app.a AS ENUM ('x'); CREATE TYPE app.b AS ENUM ('x'); CREATE TABLE app.t (id int PRIMARY KEY, l app.b[]);",
            rows: "INSERT INTO app.t VALUES (1, '{x}')"),
        Change(
            "boolean becomes integer", "CREATE TABLE app.t (id int PRIMARY KEY, b boolean);",
            "CREATE TABLE app.t (id int PRIMARY KEY, b int);", rows: "INSERT INTO app.t VALUES (1, true), (2, NULL)"),
        Change(
            "a column under extended statistics goes",
            "CREATE TABLE app.t (id int PRIMARY KEY, s text, a int); CREATE STATISTICS app.st (dependencies) ON s, a FROM app.t;",
            "CREATE TABLE app.t (id int PRIMARY KEY, a int);", rows: "INSERT INTO app.t VALUES (1, 'x', 2)"),
        Change(
            "a column goes whose NOT NULL constraint has a name of its own, and one of a table that is renamed",
            """
            CREATE TABLE app.t (id int PRIMARY KEY, n int CONSTRAINT must NOT NULL);
            CREATE TABLE app.u (id int PRIMARY KEY, n int NOT NULL);
            """,
            """
            CREATE TABLE app.t (id int PRIMARY KEY);
            -- plumb:renamed table app.u to app.w
            CREATE TABLE app.w (id int PRIMARY KEY);
            """, rows: "INSERT INTO app.t VALUES (1, 7); INSERT INTO app.u VALUES (1, 8)",
            compared: "to_jsonb(t)::text || (SELECT n FROM app.u)", major: 18),
        Change(
            "a natural key takes the place of the primary key, and the foreign key to that goes; of another table a unique key stays alone",
            """
            CREATE TABLE app.t (id int PRIMARY KEY, no int NOT NULL UNIQUE);
            CREATE TABLE app.pay (id int PRIMARY KEY, t_id int REFERENCES app.t);
            CREATE TABLE app.u (id int PRIMARY KEY, no int NOT NULL UNIQUE, b text);
            """,
            """
            CREATE TABLE app.t (no int PRIMARY KEY); CREATE TABLE app.pay (id int PRIMARY KEY);
            CREATE TABLE app.u (no int NOT NULL UNIQUE);
            """,
            rows: """
                INSERT INTO app.t VALUES (1, 1001), (2, 1002); INSERT INTO app.pay VALUES (1, 2);
                INSERT INTO app.u VALUES (7, 1007, 'x')
                """,
            compared: "to_jsonb(t)::text || (SELECT t_id FROM app.pay) || (SELECT to_jsonb(u)::text FROM app.u AS u)"),
        Change(
            "a table joins a partitioned one, and both get another type",
            "CREATE TABLE app.p (id int, n int) PARTITION BY LIST (id); CREATE TABLE app.t (id int, n int);",
            "CREATE TABLE app.p (id int, n bigint) PARTITION BY LIST (id); CREATE TABLE app.t PARTITION OF app.p FOR VALUES IN (1, 2);",
            rows: "INSERT INTO app.t VALUES (1, 7), (2, 8)"),
    ]

    @Test(arguments: changes)
    func round(change: Change) async throws {
        guard try await ScratchServer.isInstalled(major: change.major) else {
            try Test.cancel("PostgreSQL \(change.major) is not installed")
        }
        try await Workshop.with(major: change.major) { shop in
            let first = try await shop.declared("CREATE SCHEMA app; " + change.old)
            try await shop.generate(first, "initial")
            try await shop.withLive(first) { (live, _) async throws in _ = try await live.apply() }
            if !change.rows.isEmpty { try await shop.execute(change.rows) }
            let rows = "SELECT md5(string_agg(\(change.compared), ',' ORDER BY id)) FROM \(change.table) AS t"
            let before = try await shop.value(rows)
            let second = try await shop.declared("CREATE SCHEMA app; " + change.new)
            // The proof goes forward, back, and forward again.
            try #require(try await shop.generate(second, "second") != nil)
            try await shop.withLive(second) { (live, _) async throws in
                _ = try await live.apply()
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1))
            }
            #expect(try await shop.value(rows) == before)
            try await shop.withLive(second) { (live, _) async throws in _ = try await live.apply() }
        }
    }

    @Test("a NOT NULL column with a default comes back without a scan for NULLs")
    func notNull() async throws {
        try await Workshop.with { shop in
            try await shop.generate(
                try await shop.declared("CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY);"), "initial")
            let second = try await shop.declared(
                "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, extra text NOT NULL DEFAULT 'x');")
            try await shop.generate(second, "second")
            let text = try String(contentsOf: shop.path("migrations", "0002_second"), encoding: .utf8)
            #expect(text.contains("\\if :restore") && !text.contains("SET NOT NULL"), "\(text)")
        }
    }

    @Test("a schema that its own default privileges would keep goes")
    func defaultPrivileges() async throws {
        try await Workshop.with { shop in
            let database = try await shop.declared(
                "CREATE SCHEMA app; ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO pg_monitor;")
            try #require(try await shop.generate(database, "initial") != nil)
        }
    }
}
