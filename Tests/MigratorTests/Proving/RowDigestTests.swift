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
                let renames = [old: new, ObjectID.column("note", of: old): ObjectID.column("remark", of: new)]
                let after = try await RowDigest.read(connection, comparedWith: before, renames: renames)
                #expect(RowComparison.missing(from: before, to: after, renames: renames, isExact: true).isEmpty)
                #expect(RowComparison.missing(from: before, to: after, isExact: true).map(\.name) == ["app.t"])
            }
        }
    }
}
