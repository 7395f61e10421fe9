import Foundation
import PostgresClient
import Synchronization

/// Similarity search: what the threshold means, how much the index misses, and that it is used.
struct SearchStep: Step {
    let title = "Search by similarity"
    let proves = "match_documents answers from its index, and finds what a search of all rows finds"

    private static let queries = 50
    private static let leastRecall = 0.95

    func run(_ world: World) async throws {
        let connection = try await world.connection("supabase")
        try await meaning(connection, world)
        var documents = Documents(seed: 5)
        var vectors: [String] = []
        for index in 0..<Self.queries { vectors.append(Self.text(documents.embedding(topic: index * 7 % Documents.topics))) }
        try await recall(connection, world, vectors)
        try await eachIndex(connection, world, vectors)
        try await strangers(connection, world, Self.text(documents.stranger()))
        try await explain(connection, world, vectors[0])
    }

    private func meaning(_ connection: PostgresConnection, _ world: World) async throws {
        let row = try await connection.query(
            """
            SELECT round(min(s) FILTER (WHERE same)::numeric, 2)::text, round(max(s) FILTER (WHERE same)::numeric, 2)::text,
                round(min(s) FILTER (WHERE NOT same)::numeric, 2)::text, round(max(s) FILTER (WHERE NOT same)::numeric, 2)::text
            FROM (
                SELECT a.source_file_name = b.source_file_name AS same,
                    1 - (a.embedding OPERATOR(extensions.<=>) b.embedding) AS s
                FROM (SELECT * FROM knowledge.documents WHERE id % 13 = 0) AS a
                JOIN (SELECT * FROM knowledge.documents WHERE id % 13 = 0) AS b ON a.id < b.id
            ) AS pairs
            """
        ).one()
        let numbers = (0..<4).map { row.text($0) ?? "?" }
        world.narrator.holds(
            "Similarity of two documents of one topic: \(numbers[0]) to \(numbers[1]); of two topics: \(numbers[2]) to "
                + "\(numbers[3]). The threshold of 0.78 lies between.")
    }

    private func recall(_ connection: PostgresConnection, _ world: World, _ vectors: [String]) async throws {
        let exact = try await exactly(connection, vectors)
        let answer = try await measure(connection, world, vectors, exact)
        let (found, wanted, searching) = (answer.found, exact.reduce(0) { $0 + $1.count }, answer.time)
        guard wanted > 0 else { throw DemoError("the exact search found nothing above the threshold") }
        let recall = Double(found) / Double(wanted)
        let shown = recall.formatted(.number.precision(.fractionLength(3)))
        guard recall >= Self.leastRecall else { throw DemoError("recall is \(shown); expected was \(Self.leastRecall) or more") }
        let each = (searching.seconds * 1000 / Double(vectors.count)).formatted(.number.precision(.fractionLength(1)))
        world.narrator.holds(
            "\(vectors.count) queries of match_documents, \(each) ms each: recall \(shown) (\(found) of the \(wanted) documents "
                + "that an exact search of all rows finds).")
    }

    /// The results of a search of all rows, one set per query.
    private func exactly(_ connection: PostgresConnection, _ vectors: [String]) async throws -> [Set<Int>] {
        try await connection.transaction { connection in
            try await connection.query("SET LOCAL enable_indexscan = off")
            var sets: [Set<Int>] = []
            for vector in vectors {
                sets.append(
                    try await ids(
                        connection,
                        """
                        SELECT id FROM (
                            SELECT id, embedding OPERATOR(extensions.<=>) $1::extensions.vector AS distance
                            FROM knowledge.documents WHERE is_active ORDER BY distance LIMIT 5
                        ) AS n WHERE 1 - distance > 0.78
                        """, vector))
            }
            return sets
        }
    }

    private func measure(
        _ connection: PostgresConnection, _ world: World, _ vectors: [String], _ exact: [Set<Int>]
    ) async throws -> (found: Int, time: Duration) {
        var found = 0
        var time = Duration.zero
        for (index, vector) in vectors.enumerated() {
            world.narrator.progress("query \(index + 1) of \(vectors.count)")
            let began = ContinuousClock.now
            let answer = try await ids(connection, "SELECT id FROM knowledge.match_documents($1::extensions.vector)", vector)
            time += ContinuousClock.now - began
            found += exact[index].intersection(answer).count
        }
        return (found, time)
    }

    /// Each of the two indexes alone: the other is dropped in a transaction that is rolled back.
    private func eachIndex(_ connection: PostgresConnection, _ world: World, _ vectors: [String]) async throws {
        let exact = try await exactly(connection, vectors)
        let wanted = exact.reduce(0) { $0 + $1.count }
        world.narrator.say("Each of the two indexes alone, and what it costs to keep:")
        world.narrator.row([("index", 12), ("recall", -8), ("ms a query", -12), ("rebuilt in s", -14), ("size", -10)])
        for (name, index, other) in [
            ("IVFFlat", "idx_documents_embedding", "idx_documents_embedding_hnsw"),
            ("HNSW", "idx_documents_embedding_hnsw", "idx_documents_embedding"),
        ] {
            try await connection.query("BEGIN")
            do {
                try await connection.query("DROP INDEX knowledge.\(other)")
                let began = ContinuousClock.now
                try await connection.query("REINDEX INDEX knowledge.\(index)")
                let built = ContinuousClock.now - began
                let size = try await connection.query(
                    "SELECT pg_size_pretty(pg_relation_size('knowledge.\(index)'))"
                ).one().text(0)
                // The first search reads the index into memory.
                _ = try await measure(connection, world, [vectors[0]], [exact[0]])
                let answer = try await measure(connection, world, vectors, exact)
                let (recall, each) = (
                    Double(answer.found) / Double(max(wanted, 1)), answer.time.seconds * 1000 / Double(vectors.count)
                )
                world.narrator.row([
                    (name, 12), (recall.formatted(.number.precision(.fractionLength(3))), -8),
                    (each.formatted(.number.precision(.fractionLength(2))), -12),
                    (built.seconds.formatted(.number.precision(.fractionLength(2))), -14), (size ?? "?", -10),
                ])
                guard recall >= Self.leastRecall else {
                    throw DemoError("recall of \(name) is \(recall); expected was \(Self.leastRecall) or more")
                }
            } catch {
                try await connection.query("ROLLBACK")
                throw error
            }
            try await connection.query("ROLLBACK")
        }
        world.narrator.holds("Both find enough; both are kept, so that either can be rebuilt while the other answers.")
    }

    private func strangers(_ connection: PostgresConnection, _ world: World, _ vector: String) async throws {
        let answer = try await ids(connection, "SELECT id FROM knowledge.match_documents($1::extensions.vector)", vector)
        guard answer.isEmpty else { throw DemoError("a question about nothing that is known found \(answer.count) documents") }
        world.narrator.holds("A question about nothing that the knowledge base has finds nothing, rather than the least bad.")
    }

    /// The plan of the query inside the function, as the server itself ran it: auto_explain tells it as a notice.
    private func explain(_ connection: PostgresConnection, _ world: World, _ vector: String) async throws {
        let plans = Mutex<[String]>([])
        await connection.onNotice { notice in plans.withLock { $0.append(notice.message) } }
        try await connection.run(
            script: """
                LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on;
                SET auto_explain.log_analyze = on; SET auto_explain.log_timing = off; SET auto_explain.log_level = notice;
                """)
        _ = try await ids(connection, "SELECT id FROM knowledge.match_documents($1::extensions.vector)", vector)
        try await connection.run(script: "SET auto_explain.log_min_duration = -1")
        await connection.onNotice { _ in }
        guard let plan = plans.withLock({ $0.first { $0.contains("nearest") && $0.contains("Order By") } }),
            plan.contains("Index Scan using idx_documents_embedding")
        else { throw DemoError("the query inside match_documents does not use idx_documents_embedding") }
        world.narrator.say("The plan of the query inside the function, as the server ran it:")
        let lines = plan.split(separator: "\n").map(String.init)
        let start = lines.firstIndex { $0.contains("(cost=") } ?? 0
        for line in lines[start...] where !line.contains("Buffers") {
            // The costs are guesses; the vector has 1,536 numbers.
            let short = line.replacing(#/ +\(cost=[^)]*\)/#, with: "").replacing(#/'\[([^,]*,[^,]*),[^']*'/#) {
                "'[\($0.output.1),…]'"
            }
            world.narrator.output(short)
        }
        let index = plan.contains("idx_documents_embedding_hnsw") ? "HNSW" : "IVFFlat"
        world.narrator.holds("It reads the \(index) index in order of distance and stops at five rows.")
    }

    private func ids(_ connection: PostgresConnection, _ sql: String, _ vector: String) async throws -> Set<Int> {
        var result: Set<Int> = []
        for row in try await connection.query(sql, [vector]) { result.insert(try row.decode(0, as: Int.self)) }
        return result
    }

    private static func text(_ vector: [Float]) -> String { "[" + vector.map { "\($0)" }.joined(separator: ",") + "]" }
}
