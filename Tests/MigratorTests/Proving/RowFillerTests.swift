import PlumblineTesting
import PostgresClient
import SchemaModel
import Testing

@testable import Migrator

@Suite("Rows for every table")
struct RowFillerTests {
    @Test(
        "every type has its edges and NULL", .needsPostgres(15), .needsPostgres(17), .needsPostgres(18), arguments: [15, 17, 18])
    func everyType(major: Int) async throws {
        try await filled(FillSchemas.types, major: major) { connection, filling in
            #expect(filling.notFilled.isEmpty)
            #expect(filling.rows.count == 13)
            #expect(filling.rows.values.allSatisfy { (4...48).contains($0) })
            for table in try await FillCatalog.read(connection).tables {
                for column in table.columns where !column.refusesNull && !column.isGenerated {
                    guard !["d", "e"].contains(column.name) || table.name != "own" else { continue }
                    #expect(
                        try await has(connection, "FROM \(table.sql) WHERE \(column.sql) IS NULL"), "\(table.name).\(column.name)"
                    )
                }
            }
            for condition in [
                "numbers WHERE a = 32767", "numbers WHERE c = -9223372036854775808", "numbers WHERE d = 'NaN'",
                "numbers WHERE e = -999.99",
                "numbers WHERE f = 99900", "numbers WHERE h = '-Infinity'", "numbers WHERE k", "numbers WHERE NOT k",
                "numbers WHERE l = 0.999",
                "texts WHERE a = ''", "texts WHERE a ~ '\\n'", "texts WHERE a LIKE '%\\\\%'", "texts WHERE length(c) = 3",
                "texts WHERE length(a) = 300", "texts WHERE a = U&'e\\0301\\00E9'", "moments WHERE a = '-infinity'",
                "moments WHERE c = 'infinity'", "moments WHERE b = '0001-12-31 23:59:59 BC'",
                "moments WHERE b = '2024-03-31 02:30:00.123456'",
                "moments WHERE d = '24:00'", "documents WHERE b = 'null'", "documents WHERE d = ''", "ranges WHERE isempty(a)",
                "ranges WHERE upper_inf(e)", "arrays WHERE a = '{}'", "arrays WHERE array_ndims(b) = 2",
                "bits WHERE b = B'1111111'",
                "net WHERE a = '0.0.0.0/0'", "made WHERE at > now() - interval '1 day' AND at <= now()",
            ] { #expect(try await has(connection, "FROM app.\(condition)"), "\(condition)") }
            #expect(try await value(connection, "count(DISTINCT a) FROM app.own") == "5")
            #expect(try await value(connection, "count(*) FROM app.own WHERE c <= 0 OR d !~ '^[A-Z]{3}-[0-9]{2,4}$'") == "0")
        }
    }

    @Test(
        "constraints of every kind, and what cannot be", .needsPostgres(15), .needsPostgres(17), .needsPostgres(18),
        arguments: [15, 17, 18])
    func everyConstraint(major: Int) async throws {
        try await filled(FillSchemas.keys, major: major) { connection, filling in
            #expect(filling.notFilled.map(\.table.name) == ["child", "impossible", "unrouted"])
            let reasons = Dictionary(
                filling.notFilled.map { ($0.table.name, $0.reason) }, uniquingKeysWith: { first, _ in first })
            #expect(reasons["child"] == "table app.impossible, which it refers to, has no row")
            #expect(reasons["impossible"]?.contains("impossible_id_check") == true)
            #expect(reasons["unrouted"]?.contains("no partition of relation \"unrouted\" found") == true)
            for partition in ["event_1a", "event_1c0", "event_1c1", "event_0", "event_x", "listed_n"] {
                #expect(try await has(connection, "FROM app.\(partition)"), "\(partition)")
            }
            for condition in [
                "contact WHERE person IS NULL", "contact WHERE company IS NULL", "member WHERE boss IS NOT NULL",
                "member WHERE boss IS NULL",
                "ticket WHERE state = 'closed'", "ticket WHERE state = 'open'", "ticket WHERE state = 'void'",
                "e WHERE f IS NOT NULL",
                "tree", "tree2 WHERE parent IS NOT NULL", "a", "b", "c", "d", "booking", "closed", "listed WHERE k IS NULL",
            ] { #expect(try await has(connection, "FROM app.\(condition)"), "\(condition)") }
            let again = try await RowFiller(connection: connection, pass: 1).fill()
            #expect(again.notFilled == filling.notFilled)
        }
    }

    @Test("the same schema gives the same rows")
    func deterministic() async throws {
        let schema = """
            CREATE SCHEMA app; CREATE TABLE app.a (id integer PRIMARY KEY, t text CHECK (length(t) < 9), j jsonb, b boolean);
            CREATE TABLE app.b (a integer NOT NULL REFERENCES app.a, at timestamptz, CHECK (at IS NULL OR a > 0));
            """
        let digest =
            "md5(string_agg(t, ';' ORDER BY t)) FROM (SELECT a::text FROM app.a UNION ALL SELECT b::text FROM app.b) x (t)"
        var digests: Set<String?> = []
        for _ in 0..<2 {
            try await filled(schema, major: 17) { connection, filling in
                #expect(filling.notFilled.isEmpty)
                digests.insert(try await value(connection, digest))
            }
        }
        #expect(digests.count == 1)
    }

    @Test(
        "a text for a pattern matches it",
        arguments: [
            "^[A-Z]{3}-[0-9]{2,4}$", #"^\+[1-9]\d{1,14}$"#, "^(https?|ftp)://[^/ ]+$", "^[a-z0-9]+(-[a-z0-9]+)*$",
            "^[[:alpha:]_]{2}$",
            #"^[^@\s]+@[^@\s]+\.[a-z]{2,}$"#, "^(?:red|green)$", "^[a-f0-9]{64}$", "^x*$",
        ])
    func patterns(pattern: String) async throws {
        let text = try #require(PatternText(pattern))
        try await ScratchServer.withDatabase { settings in
            try await PostgresConnection.with(settings) { connection in
                for variant in 0..<20 {
                    let row = try await connection.query(
                        "SELECT $1::text ~ $2::text AS fits", [text.text(variant: variant), pattern])
                    #expect(try row.one().decode("fits", as: Bool.self), "\(text.text(variant: variant))")
                }
            }
        }
    }

    @Test("bounds of partitions are read with their quotes")
    func bounds() {
        #expect(PartitionBounds.choices("FOR VALUES IN ('it''s, (x', NULL)", [2]) == [[2: "it's, (x"], [2: nil]])
        #expect(
            PartitionBounds.choices("FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2024-02-01', 3)", [1, 3]) == [
                [1: "2024-01-01"]
            ])
        #expect(PartitionBounds.choices("FOR VALUES WITH (modulus 2, remainder 0)", [1]) == [[:]])
        #expect(PartitionBounds.choices("DEFAULT", [1]) == [[:]])
    }

    @Test("literals of an expression, and the numbers beside them")
    func literals() {
        let found = ExpressionHints.literals(
            #"((code ~ E'^a\\.b$'::text) AND (n > '-5'::integer) AND ("col 7" <= 10) AND (x2 = 'it''s'::text))"#)
        #expect(found.texts == [#"^a\.b$"#, "-5", "it's"])
        #expect(found.numbers == ["-5", "10"])
        #expect(ExpressionHints(["(n < 10)"]).numbers == ["10", "11", "9"])
    }

    private func filled(
        _ schema: String, major: Int, _ body: (PostgresConnection, Filling) async throws -> Void
    ) async throws {
        try await ScratchServer.withDatabase(major: major) { settings in
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: schema)
                try await body(connection, try await RowFiller(connection: connection).fill())
            }
        }
    }

    private func has(_ connection: PostgresConnection, _ from: String) async throws -> Bool {
        try await !connection.query("SELECT 1 \(from) LIMIT 1").isEmpty
    }

    private func value(_ connection: PostgresConnection, _ sql: String) async throws -> String? {
        try await connection.query("SELECT \(sql)").first?.text(0)
    }
}
