import Foundation
import PlumblineTesting
import PostgresClient
import Testing
import Transfer

/// A table to a file and back: the same bits, all or nothing.
@Suite struct TransferTests {
    /// Every kind of value that is easily spoilt on its way.
    private static let table = """
        CREATE SCHEMA IF NOT EXISTS extensions; CREATE EXTENSION IF NOT EXISTS vector SCHEMA extensions;
        CREATE SCHEMA app;
        CREATE TABLE app."Doc" (id serial PRIMARY KEY, "Words" text, n numeric, f double precision, r real, j jsonb, b bytea,
            t timestamptz, d date, a text[], u uuid, e extensions.vector(3), half integer GENERATED ALWAYS AS (1) STORED);
        """
    private static let rows = #"""
        INSERT INTO app."Doc" ("Words", n, f, r, j, b, t, d, a, u, e) VALUES
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            ('', 'NaN', 'NaN', '-Infinity', '{}', '', '-infinity', 'infinity', '{}', '00000000-0000-0000-0000-000000000000',
                '[0,-0,1e-38]'),
            (E'Zoë 🙂 \t\n\\N "quoted" \u00a0', 123456789012345678901234567890.123456789, 5e-324, 3.4028235e38, '{"a": [null, "é"]}',
                '\x00ff5c', '2024-02-29 23:59:59.999999+14', '0001-01-01 BC', ARRAY[NULL, 'NULL', '{"', ''],
                'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '[0.1,3.4028235e38,-1.17549435e-38]');
        INSERT INTO app."Doc" ("Words", e) SELECT 'row ' || i, ARRAY[i, i / 3.0, sin(i)]::real[]::extensions.vector
        FROM generate_series(1, 2000) AS i;
        """#
    /// All that the server can tell of the rows, vectors by their own binary form.
    private static let digest = """
        SELECT count(*) || ' ' || md5(string_agg(
            (to_jsonb(doc) - 'e')::text || coalesce(encode(extensions.vector_send(e), 'hex'), 'NULL')
                || coalesce(encode(float8send(f), 'hex'), '') || coalesce(encode(float4send(r), 'hex'), ''), '|' ORDER BY id))
        FROM app."Doc" AS doc
        """

    private func withTable(_ rows: Bool = true, _ body: (PostgresConnection) async throws -> Void) async throws {
        try await ScratchServer.withDatabase(major: 17) { settings in
            let connection = try await PostgresConnection.connect(settings)
            do {
                try await connection.run(script: Self.table)
                if rows { try await connection.run(script: Self.rows) }
                try await body(connection)
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        }
    }

    private func withFile(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(component: "transfer-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(component: "doc.plumb"))
        // A broken-off export leaves nothing beside it.
        let left = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect((left ?? []).allSatisfy { !$0.hasPrefix(".") })
    }

    private func counts(_ done: TableTransfer.Restored) -> [Int] { [done.inserted, done.replaced, done.untouched] }

    private func value(_ connection: PostgresConnection, _ sql: String) async throws -> String? {
        try await connection.query(sql).one().text(0)
    }

    @Test func everyBitComesBack() async throws {
        try await withFile { file in
            var before: String?
            try await withTable { connection in
                before = try await value(connection, Self.digest)
                let done = try await TableTransfer.export(schema: "app", table: "Doc", from: connection, to: file)
                #expect(done.rows == 2003)
                let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                #expect((attributes[.size] as? NSNumber)?.uint64Value == done.bytes)
                let again = await #expect(throws: TransferError.self) {
                    _ = try await TableTransfer.export(schema: "app", table: "Doc", from: connection, to: file)
                }
                #expect(again?.code == .fileSystem)
            }
            let its = try TableTransfer.table(in: file)
            #expect(its.schema == "app" && its.table == "Doc" && its.rows == 2003)
            try await withTable(false) { connection in
                let done = try await TableTransfer.restore(file, into: connection)
                #expect(counts(done) == [2003, 0, 0])
                #expect(try await value(connection, Self.digest) == before)
                #expect(try await value(connection, #"INSERT INTO app."Doc" DEFAULT VALUES RETURNING id"#) == "2004")
            }
        }
    }

    @Test func rowsThatAreThereAreReplacedAndOthersStay() async throws {
        try await withFile { file in
            try await withTable { connection in
                let before = try await value(connection, Self.digest)
                _ = try await TableTransfer.export(schema: "app", table: "Doc", from: connection, to: file)
                try await connection.run(
                    script: """
                        DELETE FROM app."Doc" WHERE id <= 100; UPDATE app."Doc" SET e = NULL, "Words" = 'lost' WHERE id <= 300;
                        INSERT INTO app."Doc" (id) VALUES (9000), (9001); SELECT setval('app."Doc_id_seq"', 9001)
                        """)
                let done = try await TableTransfer.restore(file, into: connection)
                #expect(counts(done) == [100, 1903, 2])
                #expect(try await value(connection, #"INSERT INTO app."Doc" DEFAULT VALUES RETURNING id"#) == "9002")
                try await connection.run(script: #"DELETE FROM app."Doc" WHERE id >= 9000"#)
                #expect(try await value(connection, Self.digest) == before)
                // Once more: nothing is doubled.
                let again = try await TableTransfer.restore(file, into: connection)
                #expect(counts(again) == [0, 2003, 0])
                #expect(try await value(connection, Self.digest) == before)
            }
        }
    }

    @Test func aFileThatIsNotWholeIsRefused() async throws {
        try await withFile { file in
            try await withTable { connection in
                _ = try await TableTransfer.export(schema: "app", table: "Doc", from: connection, to: file)
                let before = try await value(connection, Self.digest)
                let good = try Data(contentsOf: file)
                var flipped = good
                flipped[good.count - 5000] ^= 1
                var renamed = good
                renamed[60] ^= 1
                var newer = good
                newer[11] = 2
                let cases: [(Data, TransferError.Code)] = [
                    (flipped, .damaged), (renamed, .damaged), (good.dropLast(1), .damaged), (good.prefix(1000), .damaged),
                    (good.prefix(30), .damaged), (good + [0], .damaged), (newer, .notAnExport), (Data(), .notAnExport),
                    (Data("-- SQL dump".utf8), .notAnExport),
                ]
                for (index, (bytes, code)) in cases.enumerated() {
                    let bad = file.deletingLastPathComponent().appending(component: "bad-\(index)")
                    try bytes.write(to: bad)
                    let error = await #expect(throws: TransferError.self, "case \(index)") {
                        _ = try await TableTransfer.restore(bad, into: connection)
                    }
                    #expect(error?.code == code, "case \(index): \(error?.message ?? "")")
                }
                #expect(try await value(connection, Self.digest) == before)
                let missing = await #expect(throws: TransferError.self) {
                    _ = try await TableTransfer.restore(file.appendingPathExtension("not"), into: connection)
                }
                #expect(missing?.code == .fileSystem)
            }
        }
    }

    @Test func aTableThatDoesNotFitIsRefused() async throws {
        try await withFile { file in
            try await withTable { connection in
                _ = try await TableTransfer.export(schema: "app", table: "Doc", from: connection, to: file)
                for (change, undo, told) in [
                    (
                        "ALTER n TYPE numeric(40, 9)", "ALTER n TYPE numeric",
                        "column n is numeric in the file, numeric(40,9) in the table"
                    ),
                    ("ADD more text", "DROP more", "column more is not in the file"),
                    (#"RENAME "Words" TO words"#, #"RENAME words TO "Words""#, "column Words is not in the table"),
                    (
                        #"DROP CONSTRAINT "Doc_pkey""#, "ADD PRIMARY KEY (id)",
                        "the primary key is id in the file, none in the table"
                    ),
                ] {
                    try await connection.run(script: #"ALTER TABLE app."Doc" \#(change)"#)
                    let error = await #expect(throws: TransferError.self) {
                        _ = try await TableTransfer.restore(file, into: connection)
                    }
                    #expect(error?.message.contains(told) == true, "\(error?.message ?? "")")
                    try await connection.run(script: #"ALTER TABLE app."Doc" \#(undo)"#)
                }
                for name in ["nothing", "Doc_id_seq"] {
                    let error = await #expect(throws: TransferError.self) {
                        _ = try await TableTransfer.restore(file, into: connection, schema: "app", table: name)
                    }
                    #expect(error?.code == .noTable)
                    let other = file.appendingPathExtension("x")
                    let export = await #expect(throws: TransferError.self) {
                        _ = try await TableTransfer.export(schema: "app", table: name, from: connection, to: other)
                    }
                    #expect(export?.code == .noTable)
                    #expect(!FileManager.default.fileExists(atPath: other.path))
                }
            }
        }
    }

    /// A row in the middle that the table refuses: nothing of the others is kept, and nothing of the row is told.
    @Test func allOrNothing() async throws {
        try await withFile { file in
            try await withTable { connection in
                _ = try await TableTransfer.export(schema: "app", table: "Doc", from: connection, to: file)
                try await connection.run(
                    script: #"TRUNCATE app."Doc"; ALTER TABLE app."Doc" ADD CHECK ("Words" <> 'row 1500')"#)
                for existing in ["", #"INSERT INTO app."Doc" (id) VALUES (1)"#] {
                    try await connection.run(script: existing)
                    let before = try await value(connection, Self.digest)
                    let error = await #expect(throws: PostgresError.self) {
                        _ = try await TableTransfer.restore(file, into: connection)
                    }
                    #expect("\(error.map(String.init(describing:)) ?? "")".contains("row 1500") == false)
                    #expect(try await value(connection, Self.digest) == before)
                }
            }
        }
    }

    /// What is hidden from the role would be missing in the file: an error instead.
    @Test func policiesHideNothingUnseen() async throws {
        try await withFile { file in
            try await withTable { connection in
                let role = "reader_" + UUID().uuidString.prefix(8).lowercased()
                try await connection.run(
                    script: """
                        CREATE ROLE \(role); GRANT USAGE ON SCHEMA app, extensions TO \(role); GRANT SELECT ON app."Doc" TO \(role);
                        ALTER TABLE app."Doc" ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON app."Doc" USING (id < 5);
                        SET ROLE \(role)
                        """)
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await TableTransfer.export(schema: "app", table: "Doc", from: connection, to: file)
                }
                #expect(error?.sqlState == .insufficientPrivilege)
                try await connection.run(script: "RESET ROLE; DROP OWNED BY \(role); DROP ROLE \(role)")
            }
        }
    }

    @Test func partitionsIdentitiesAndTriggers() async throws {
        try await withFile { file in
            try await withTable { connection in
                try await connection.run(
                    script: """
                        CREATE TABLE app.log (id bigint GENERATED ALWAYS AS IDENTITY, day date, note text, PRIMARY KEY (id, day))
                            PARTITION BY RANGE (day);
                        CREATE TABLE app.log_1 PARTITION OF app.log FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
                        CREATE TABLE app.log_2 PARTITION OF app.log FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
                        INSERT INTO app.log (day, note) SELECT date '2025-01-01' + i, 'n' || i FROM generate_series(0, 49) AS i;
                        CREATE TABLE app.tagged (id text PRIMARY KEY);
                        """)
                let log = "SELECT md5(string_agg(l::text, '|' ORDER BY id)) FROM app.log AS l"
                let before = try await value(connection, log)
                _ = try await TableTransfer.export(schema: "app", table: "log", from: connection, to: file)
                for change in ["TRUNCATE app.log", "DELETE FROM app.log WHERE id < 20; UPDATE app.log SET note = ''"] {
                    try await connection.run(script: change)
                    _ = try await TableTransfer.restore(file, into: connection)
                    #expect(try await value(connection, log) == before)
                }
                #expect(
                    try await value(connection, "INSERT INTO app.log (day) VALUES ('2025-01-02') RETURNING id") == "51")
                try await connection.run(
                    script: """
                        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                        CREATE TRIGGER touch BEFORE INSERT ON app.log FOR EACH ROW EXECUTE FUNCTION app.touch()
                        """)
                let notes = try await TableTransfer.restore(file, into: connection).notes
                #expect(notes.contains { $0.contains("triggers") && $0.contains("touch") })
                // Nothing but a key; and no rows at all.
                let tagged = file.appendingPathExtension("tagged")
                _ = try await TableTransfer.export(schema: "app", table: "tagged", from: connection, to: tagged)
                try await connection.run(script: "INSERT INTO app.tagged VALUES ('a')")
                let done = try await TableTransfer.restore(tagged, into: connection)
                #expect(counts(done) == [0, 0, 1])
            }
        }
    }

    @Test("the rows of a table are not those of the tables that inherit from it; a table without columns is refused")
    func inheritance() async throws {
        try await withFile { file in
            try await withTable(false) { connection in
                try await connection.run(
                    script: """
                        CREATE TABLE app.parent (id int PRIMARY KEY, v text); CREATE TABLE app.child () INHERITS (app.parent);
                        INSERT INTO app.parent VALUES (1, 'p'); INSERT INTO app.child VALUES (50, 'c'); CREATE TABLE app.none ()
                        """)
                let exported = try await TableTransfer.export(schema: "app", table: "parent", from: connection, to: file)
                #expect(exported.rows == 1)
                try await connection.run(script: "UPDATE ONLY app.parent SET v = ''")
                #expect(counts(try await TableTransfer.restore(file, into: connection)) == [0, 1, 0])
                let rows = "SELECT string_agg(tableoid::regclass || ' ' || id || v, ', ' ORDER BY id) FROM app.parent"
                #expect(try await value(connection, rows) == "app.parent 1p, app.child 50c")
                await #expect(throws: TransferError.self) {
                    try await TableTransfer.export(
                        schema: "app", table: "none", from: connection, to: file.appendingPathExtension("none"))
                }
            }
        }
    }
}
