import PostgresClient

/// How many rows each table has, and a number that any changed value in any row would change.
struct TableDigests: Equatable {
    struct Table: Equatable {
        let rows: Int
        let digest: String
    }

    private(set) var tables: [String: Table] = [:]
    var rows: Int { tables.values.reduce(0) { $0 + $1.rows } }

    static let names = [
        "chatwoot": [
            "accounts", "users", "teams", "inboxes", "contacts", "conversations", "messages", "labels", "contact_labels",
            "channel_whatsapp", "channel_api",
        ],
        "supabase": [
            "knowledge.documents", "analytics.conversation_analytics", "analytics.conversation_analytics_archive",
            "analytics.agent_performance_metrics", "analytics.customer_interaction_history",
            "analytics.support_knowledge_gaps",
        ],
    ]

    /// Reads every row of every table.
    static func read(_ world: World) async throws -> TableDigests {
        var result = TableDigests()
        for database in World.databases {
            let connection = try await world.connection(database)
            for table in names[database] ?? [] {
                world.narrator.progress("reading every row of \(table) …")
                let row = try await connection.query(
                    "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM \(table) AS t"
                ).one()
                result.tables["\(database): \(table)"] = Table(
                    rows: try row.decode(0, as: Int.self), digest: try row.decode(1, as: String.self))
            }
        }
        return result
    }

    /// The tables that are not the same in another reading.
    func differences(to other: TableDigests) -> [String] {
        tables.keys.filter { tables[$0] != other.tables[$0] }.sorted().map { name in
            "\(name): \(tables[name]?.rows.grouped ?? "no") rows before, \(other.tables[name]?.rows.grouped ?? "no") after"
        }
    }

    func require(same other: TableDigests, after what: String) throws {
        let differences = differences(to: other)
        guard differences.isEmpty else {
            throw DemoError("rows are not the same after \(what): \(differences.joined(separator: "; "))")
        }
    }
}
