import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@testable import Migrator

@Suite("Digests of rows")
struct RowDigestTests {
    private static let schema = """
        CREATE SCHEMA app; CREATE COLLATION app.ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        CREATE TABLE app.t (id integer PRIMARY KEY, note text, loud text COLLATE app.ci, n integer, d double precision);
        INSERT INTO app.t VALUES (1, 'one', 'A', 10, 0.1), (2, NULL, 'B', 20, 0.2), (3, '', 'C', 30, 'NaN');
        """

    /// What changes, and what is said of it.
    static let changes: [(String, [String])] = [
        ("UPDATE app.t SET id = id", []),
        ("DELETE FROM app.t WHERE id = 1; INSERT INTO app.t VALUES (1, 'one', 'A', 10, 0.1)", []),
        ("UPDATE app.t SET note = 'two' WHERE id = 1", ["app.t.note: 1 of 3 values differ"]),
        ("UPDATE app.t SET note = '' WHERE note IS NULL", ["app.t.note: 1 of 3 values differ"]),
        ("UPDATE app.t SET loud = lower(loud) WHERE id = 3", ["app.t.loud: 1 of 3 values differ"]),
        ("UPDATE app.t SET d = d + 1e-17 WHERE id = 1", ["app.t.d: 1 of 3 values differ"]),
        ("UPDATE app.t SET n = 30 - n + 10 WHERE id IN (1, 3)", ["app.t.n: 2 of 3 values differ"]),
        ("DELETE FROM app.t WHERE id = 2", ["app.t: 1 of 3 rows are missing"]),
        ("INSERT INTO app.t VALUES (4)", ["app.t: 1 row exists that did not exist before"]),
        ("DROP TABLE app.t", ["app.t: the table is missing"]),
        ("ALTER TABLE app.t DROP COLUMN note", ["app.t.note: the column is missing"]),
        ("ALTER TABLE app.t RENAME COLUMN note TO remark; ALTER TABLE app.t RENAME TO u", []),
        (
            "ALTER TABLE app.t RENAME COLUMN note TO x; ALTER TABLE app.t RENAME COLUMN loud TO note; ALTER TABLE app.t RENAME x TO loud",
            []
        ),
        ("ALTER TABLE app.t ALTER n TYPE text, ALTER note TYPE varchar(9), ALTER id TYPE numeric(20,5)", []),
        ("ALTER TABLE app.t ALTER d TYPE real", ["app.t.d: 2 of 3 values differ"]),
    ]

    @Test("name the table and the column that lost values", arguments: changes)
    func change(_ change: (sql: String, findings: [String])) async throws {
        try await ScratchServer.withDatabase { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: Self.schema)
                let before = try await RowDigest.read(connection)
                #expect(before.count == 3)
                try await connection.run(script: change.sql)
                let after = try await RowDigest.read(connection, comparedWith: before)
                let missing = RowComparison.missing(from: before, to: after, isExact: true)
                #expect(missing.map { "\($0.name): \($0.text)" } == change.findings)
            }
        }
    }

    @Test("follow the renames that the caller knows of")
    func renames() async throws {
        try await ScratchServer.withDatabase { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: Self.schema)
                let before = try await RowDigest.read(connection)
                try await connection.run(
                    script: "CREATE TABLE app.copy AS SELECT id, note AS remark, loud, n, d FROM app.t; DROP TABLE app.t")
                let old = ObjectID.table("app", "t")
                let new = ObjectID.table("app", "copy")
                let renames = RenamedNames([
                    Rename(from: .object(old), to: .object(new)),
                    Rename(from: .object(.column("note", of: old)), to: .object(.column("remark", of: new))),
                ])
                let after = try await RowDigest.read(connection, comparedWith: before, renames: renames)
                #expect(RowComparison.missing(from: before, to: after, renames: renames.objects, isExact: true).isEmpty)
                #expect(RowComparison.missing(from: before, to: after, isExact: true).map(\.name) == ["app.t"])
            }
        }
    }

    @Test("follow renamed labels, also where two are exchanged and the type is built again")
    func renamedLabels() async throws {
        try await ScratchServer.withDatabase { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(
                    script: """
                        CREATE SCHEMA app;
                        CREATE TYPE app.level AS ENUM ('low', 'high', 'none');
                        CREATE TABLE app.t (id int PRIMARY KEY, level app.level, levels app.level[]);
                        INSERT INTO app.t VALUES (1, 'low', '{low,NULL,high}'), (2, 'high', '{}'), (3, NULL, NULL);
                        """)
                let before = try await RowDigest.read(connection)
                try await connection.run(
                    script: """
                        ALTER TYPE app.level RENAME TO old;
                        CREATE TYPE app.level AS ENUM ('high', 'low');
                        ALTER TABLE app.t
                            ALTER level TYPE app.level USING
                                (CASE level::text WHEN 'low' THEN 'high' WHEN 'high' THEN 'low' END)::app.level,
                            ALTER levels TYPE app.level[] USING
                                replace(replace(replace(levels::text, 'low', '-'), 'high', 'low'), '-', 'high')::app.level[];
                        """)
                let type = ObjectID(.enumType, schema: "app", "level")
                let renames = RenamedNames([
                    Rename(from: .label("low", of: type), to: .label("high", of: type)),
                    Rename(from: .label("high", of: type), to: .label("low", of: type)),
                ])
                let after = try await RowDigest.read(connection, comparedWith: before, renames: renames)
                #expect(RowComparison.missing(from: before, to: after, isExact: true).isEmpty)
                let unaware = try await RowDigest.read(connection, comparedWith: before)
                #expect(RowComparison.missing(from: before, to: unaware, isExact: true).map(\.name) == ["app.t.levels"])
            }
        }
    }
}
