package import PostgresClient
import SchemaModel

/// Asks a server whether texts that differ are one expression.
///
/// PostgreSQL words a stored expression by its history: a view can read otherwise after it has been dumped and restored, although
/// nothing changed (`'x'::text` becomes `'x'::text AS text`; a function's alias lists a column that its type got later). Two texts are
/// equal when both, stored again in one database, are worded alike. The views that store them are temporary, and their transaction is
/// rolled back.
package struct Rewording: Sendable {
    /// How often a text is stored again. PostgreSQL's own wording is stable after one or two rounds.
    private static let rounds = 3

    private let connection: PostgresConnection

    package init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    /// The first state, in the words of the second wherever this server says that both mean the same.
    ///
    /// Nothing is asked of a standby, of a role that may not create temporary tables, and of a database whose event triggers would
    /// see the views; there, texts that differ count as different.
    ///
    /// - Throws: `PostgresError` when the connection is lost.
    package func settled(_ from: CatalogState, _ to: CatalogState) async throws -> CatalogState {
        let questions = Self.questions(from, to)
        guard !questions.isEmpty, try await canAsk() else { return from }
        var result = from
        for question in questions where try await isOneExpression(question) {
            result.facts[question.id]?[question.attribute] = to[question.id]?[question.attribute]
        }
        return result
    }

    private struct Question {
        let id: ObjectID
        let attribute: Attribute
        let old: String
        let new: String
    }

    /// The objects in which nothing but such texts differs, in a stable order.
    private static func questions(_ from: CatalogState, _ to: CatalogState) -> [Question] {
        from.facts.values.flatMap { old -> [Question] in
            guard let new = to[old.id], old.attributes != new.attributes else { return [] }
            let changed = Set(old.attributes.keys).union(new.attributes.keys).filter { old[$0] != new[$0] }
            let before = old.id.kind.definition.storedQueries(old)
            let after = new.id.kind.definition.storedQueries(new)
            let questions = changed.compactMap { attribute -> Question? in
                guard let first = before[attribute], let second = after[attribute] else { return nil }
                return Question(id: old.id, attribute: attribute, old: first, new: second)
            }
            return questions.count == changed.count ? questions : []
        }
        .sorted { ($0.id.description, $0.attribute.rawValue) < ($1.id.description, $1.attribute.rawValue) }
    }

    private func canAsk() async throws -> Bool {
        try await connection.query(
            """
            SELECT NOT pg_catalog.pg_is_in_recovery()
                AND pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY')
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_event_trigger e WHERE e.evtenabled <> 'D')
            """
        ).one().decode(0)
    }

    private func isOneExpression(_ question: Question) async throws -> Bool {
        var texts = (question.old, question.new)
        for _ in 0..<Self.rounds {
            guard let old = try await stored(texts.0), let new = try await stored(texts.1) else { return false }
            if old == new { return true }
            if old == texts.0, new == texts.1 { return false }
            texts = (old, new)
        }
        return false
    }

    /// The server's words for a query, after it has stored it; nil for what it cannot store, such as one of a column that only the
    /// other side has.
    private func stored(_ query: String) async throws -> String? {
        do {
            // Without a path, every name is read as the catalog's readers wrote it.
            let rows = try await connection.pipeline([
                PostgresQuery("BEGIN"), PostgresQuery("SET LOCAL search_path = ''"),
                PostgresQuery("SET LOCAL lock_timeout = '1s'"),
                PostgresQuery("CREATE TEMPORARY VIEW plumbline_wording AS \(query)"),
                PostgresQuery("SELECT pg_catalog.rtrim(pg_catalog.pg_get_viewdef('pg_temp.plumbline_wording'::regclass), ';')"),
                PostgresQuery("ROLLBACK"),
            ])
            return rows[4].first?.text(0)
        } catch let error {
            guard !error.endsConnection else { throw error }
            try await connection.run(script: "ROLLBACK")
            return nil
        }
    }
}
