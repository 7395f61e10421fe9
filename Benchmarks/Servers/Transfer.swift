import Foundation
import PostgresClient
import Transfer

extension Benchmark {
    /// A table of embeddings to a file and back: by `plumb export` and `restore`, and as the seed document's Python does it.
    ///
    /// The document's way is made faster than it is: rows are written and sent as the server's own JSON text, parsed by nobody,
    /// inserted row by row in one session without a gateway between.
    static func transfer(_ settings: ConnectionSettings) async throws {
        let connection = try await PostgresConnection.connect(settings)
        let folder = FileManager.default.temporaryDirectory.appending(component: "plumbline-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await connection.run(
            script: """
                CREATE EXTENSION IF NOT EXISTS vector; CREATE SCHEMA kept; SELECT setseed(0.5);
                CREATE TABLE kept.documents (id serial PRIMARY KEY, content text NOT NULL, metadata jsonb, embedding vector(1536));
                ALTER TABLE kept.documents ALTER embedding SET STORAGE PLAIN;
                """)
        for count in [2_000, 20_000] {
            try await connection.run(
                script: """
                    TRUNCATE kept.documents RESTART IDENTITY;
                    INSERT INTO kept.documents (content, metadata, embedding)
                    SELECT repeat('word ', 160), '{"category": "faq"}',
                        (SELECT array_agg(random() - 0.5) FROM generate_series(1, 1536) WHERE i = i)::real[]::vector(1536)
                    FROM generate_series(1, \(count)) AS i
                    """)
            try await connection.query("VACUUM ANALYZE kept.documents")
            let before = try await digest(connection)
            let (file, json) = (folder.appending(component: "\(count).plumb"), folder.appending(component: "\(count).json"))
            let exported = try await timed {
                _ = try await TableTransfer.export(schema: "kept", table: "documents", from: connection, to: file)
            }
            let dumped = try await timed { try await dump(connection, to: json) }
            report("export of \(count) documents, COPY", exported, against: "JSON", dumped)
            try await connection.query("TRUNCATE kept.documents")
            let restored = try await timed { _ = try await TableTransfer.restore(file, into: connection) }
            guard try await digest(connection) == before else { throw BenchmarkError(description: "COPY lost something") }
            try await connection.query("TRUNCATE kept.documents")
            let loaded = try await timed { try await load(connection, from: json) }
            guard try await digest(connection) == before else { throw BenchmarkError(description: "JSON lost something") }
            report("restore of \(count) documents, COPY", restored, against: "JSON", loaded)
            print("  file: \(try size(file)) MB; JSON: \(try size(json)) MB")
        }
        await connection.close()
    }

    /// Once: the sizes are such that a repetition says the same.
    private static func timed(_ body: () async throws -> Void) async throws -> Double { try await median(1, body) }

    private static func digest(_ connection: PostgresConnection) async throws -> String? {
        try await connection.query(
            "SELECT count(*) || md5(string_agg(md5(vector_send(embedding)), '' ORDER BY id)) FROM kept.documents"
        ).one().text(0)
    }

    private static func size(_ file: URL) throws -> Int {
        ((try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? NSNumber)?.intValue ?? 0) / 1_000_000
    }

    private static func dump(_ connection: PostgresConnection, to file: URL) async throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        // As the API pages: a thousand rows an answer.
        var last = 0
        while true {
            let rows = try await connection.query(
                "SELECT id, to_jsonb(d)::text FROM kept.documents AS d WHERE id > $1 ORDER BY id LIMIT 1000", [last])
            for row in rows {
                last = try row.decode(0, as: Int.self)
                try handle.write(contentsOf: Data(((row.text(1) ?? "") + "\n").utf8))
            }
            if rows.isEmpty { break }
        }
        try handle.close()
    }

    private static func load(_ connection: PostgresConnection, from file: URL) async throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        for line in text.split(separator: "\n") {
            try await connection.query(
                "INSERT INTO kept.documents SELECT * FROM jsonb_populate_record(NULL::kept.documents, $1::jsonb)", [String(line)])
        }
    }
}
