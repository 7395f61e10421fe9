import Foundation
import PostgresClient
package import SchemaEngine
import SchemaModel

/// Rows of a live database on which a step of a plan would fail.
package struct LiveFinding: Sendable, Hashable, CustomStringConvertible {
    package let problem: String
    package let rows: Int
    /// A few of them, by columns that may be shown.
    package let samples: [String]
    /// Finds all of them.
    package let query: String

    package var description: String {
        let some = samples.isEmpty ? "" : ", such as \(samples.joined(separator: "; "))"
        return "\(problem): \(rows) rows\(some). Find them with: \(query)"
    }
}

extension LiveDatabase {
    /// Asks the live data the question behind every step of a plan that can fail.
    package func ask(_ plan: Plan) async throws -> [LiveFinding] {
        var result: [LiveFinding] = []
        var asked: Set<String> = []
        for question in plan.steps.flatMap(\.questions) {
            guard asked.insert(question.query).inserted else { continue }
            if let finding = try await ask(question) { result.append(finding) }
        }
        return result
    }

    private func ask(_ question: Step.Question) async throws -> LiveFinding? {
        guard let rows = try await count(question), rows > 0 else { return nil }
        return LiveFinding(
            problem: question.problem, rows: rows, samples: try await samples(question), query: question.query)
    }

    /// The number of rows that a question finds; nil where it is about something that an earlier step of the plan makes.
    private func count(_ question: Step.Question) async throws -> Int? {
        do {
            let found = try await connection.query("SELECT count(*)::text AS many FROM (\(question.query)) AS q")
            return found.first?.text("many").flatMap { Int($0) }
        } catch {
            guard Self.isAboutTheUnborn(error) else { throw error }
            return nil
        }
    }

    private func samples(_ question: Step.Question) async throws -> [String] {
        guard !question.shown.isEmpty else { return [] }
        let shown = Set(question.shown)
        let found = try await connection.query("SELECT to_jsonb(q)::text AS row FROM (\(question.query) LIMIT 5) AS q")
        return try found.map { row in
            try Self.sample(Value(json: row.decode("row", as: String.self)), shown: shown)
        }
    }

    private static func isAboutTheUnborn(_ error: PostgresError) -> Bool {
        ["42P01", "42703", "3F000", "42704"].contains(error.sqlState?.rawValue)
    }

    private static func sample(_ row: Value, shown: Set<String>) -> String {
        (row.object ?? [:]).filter { $0.key != "count" }.sorted { $0.key < $1.key }.map { name, value in
            "\(name) \(shown.contains(name) ? value.text ?? value.json : "***")"
        }.joined(separator: ", ")
    }
}

extension LiveDatabase {
    /// Lets batched backfills of this project wait, or go on.
    /// - Throws: ``MigrationError`` where nothing was ever migrated.
    package func setPaused(_ isPaused: Bool) async throws {
        guard try await !history.rows().isEmpty else {
            throw MigrationError(
                .live, "nothing was ever migrated here, so there is no backfill to \(isPaused ? "pause" : "resume")")
        }
        try await connection.query("SELECT plumbline.\(isPaused ? "pause" : "resume")($1)", [project.name])
    }

    /// How far the backfills under way are, a line each.
    package func backfills() async throws -> [String] {
        guard try await !history.rows().isEmpty else { return [] }
        return try await connection.query(
            """
            SELECT b.number, b.section, b.rows_seen, b.rows_changed, to_char(b.started_at, 'YYYY-MM-DD HH24:MI:SS TZ') AS since,
                EXISTS (SELECT FROM plumbline.pause p WHERE p.project = b.project) AS is_paused
            FROM plumbline.backfill b WHERE b.project = $1 ORDER BY b.number, b.section
            """, [project.name]
        ).map { row in
            let paused = try row.decode("is_paused", as: Bool.self) ? ", paused; `plumb resume` continues it" : ""
            return "backfill of migration \(row.text("number") ?? ""), section \(row.text("section") ?? ""), since "
                + "\(row.text("since") ?? ""): looked at \(row.text("rows_seen") ?? "") rows, filled \(row.text("rows_changed") ?? "")\(paused)"
        }
    }
}
