import Foundation
import PostgresClient
import Sandbox
import Testing

/// Each entry of the manifest: an object in the live catalogs, or what was declared to do its work.
@Suite struct ManifestTests {
    @Test func theManifestIsWhole() throws {
        let manifest = try Manifest.read()
        #expect(manifest.modules.values.map(\.objects.count).reduce(0, +) == 246)
    }

    @Test func everyObjectOfSupabaseIsThere() async throws {
        try await LivePlatform.supabase { (connection, _) async throws in
            for (schema, entry) in try Manifest.read().entries(of: "supabase") {
                try await look(up: entry, in: schema, connection)
            }
        }
    }

    @Test func everyObjectOfChatwootIsThere() async throws {
        try await LivePlatform.chatwoot(.chatwootDocument) { (connection, _) async throws in
            for (schema, entry) in try Manifest.read().entries(of: "chatwoot") {
                try await look(up: entry, in: schema, connection)
            }
        }
    }

    @Test func whatIsNoObjectIsDeclared() throws {
        let deeds = try ManifestDeeds()
        for (_, module) in try Manifest.read().modules {
            for entry in module.objects where !Self.objects.contains(entry.kind) {
                let problem = deeds.problem(with: entry)
                #expect(problem == nil, "\(entry)")
            }
        }
    }

    private static let objects: Set<String> = [
        "table", "index", "view", "matview", "function", "enum", "cron", "extension", "policy", "publication-table", "seed-row",
        "partition",
    ]

    private func look(up entry: Manifest.Entry, in schema: String, _ connection: PostgresConnection) async throws {
        func count(_ sql: String, _ parameters: [String]) async throws -> Int {
            try await connection.query("SELECT count(*) AS n FROM " + sql, parameters).one().decode("n", as: Int.self)
        }
        let relation = "pg_class WHERE relnamespace = $1::regnamespace AND relname = $2 AND relkind = ANY ($3::\"char\"[])"
        switch entry.kind {
        case "table":
            #expect(try await count(relation, [schema, entry.name, "{r,p}"]) == 1, "\(entry)")
            for column in entry.columns ?? [] {
                let found = try await connection.query(
                    """
                    SELECT format_type(a.atttypid, a.atttypmod) AS type FROM pg_attribute a
                    WHERE a.attrelid = format('%I.%I', $1::text, $2::text)::regclass AND a.attname = $3 AND NOT a.attisdropped
                    """, [schema, entry.name, column.name])
                let type = found.first?.text("type")?.replacing(#/^[a-z_]+\./#, with: "")
                #expect(type == column.catalogType, "\(entry): column \(column.name)")
            }
        case "view": #expect(try await count(relation, [schema, entry.name, "{v}"]) == 1, "\(entry)")
        case "matview": #expect(try await count(relation, [schema, entry.name, "{m}"]) == 1, "\(entry)")
        case "index":
            let name = Self.renamed["\(entry.table ?? "").\(entry.name)"] ?? entry.name
            if name.isEmpty {
                // Left out on purpose: the deviations have to say so.
                let page = LivePlatform.root.appending(components: "docs", "seed-deviations.md")
                #expect(try String(contentsOf: page, encoding: .utf8).contains(entry.name), "\(entry) is not explained")
                return
            }
            let sql = """
                pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class r ON r.oid = x.indrelid
                WHERE i.relnamespace = $1::regnamespace AND i.relname = $2 AND x.indisvalid
                AND ($3 = '' OR r.relname = $3)
                """
            #expect(try await count(sql, [schema, name, entry.table ?? ""]) == 1, "\(entry)")
        case "function":
            #expect(
                try await count("pg_proc WHERE pronamespace = $1::regnamespace AND proname = $2", [schema, entry.name]) == 1,
                "\(entry)")
        case "enum":
            let labels = try await connection.texts(
                """
                SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid
                WHERE t.typnamespace = '\(schema)'::regnamespace AND t.typname = '\(entry.name)' ORDER BY e.enumsortorder
                """)
            #expect(!labels.isEmpty && labels == entry.values ?? labels, "\(entry)")
        case "cron":
            let name = entry.name == "(unnamed)" ? "refresh-analytics-views" : entry.name
            #expect(
                try await count("cron.job WHERE jobname = $1 AND schedule = $2", [name, entry.schedule ?? ""]) == 1, "\(entry)")
        case "extension": #expect(try await count("pg_extension WHERE extname = $1", [entry.name]) == 1, "\(entry)")
        case "policy":
            #expect(
                try await count(
                    "pg_policies WHERE schemaname = $1 AND tablename = $2 AND policyname = $3",
                    [schema, entry.table ?? "", entry.name]) == 1, "\(entry)")
        case "publication-table":
            #expect(
                try await count(
                    "pg_publication_tables WHERE pubname = 'supabase_realtime' AND schemaname = $1 AND tablename = $2",
                    [schema, entry.name]) == 1, "\(entry)")
        case "seed-row": #expect(try await count("labels WHERE title = $1 AND account_id = 1", [entry.name]) == 1, "\(entry)")
        case "partition":
            // The document's month is over: months of these days are made by the function that the job calls.
            _ = try await connection.query("SELECT widget.make_message_partitions(1, '2025-01-15')")
            #expect(
                try await count(
                    "pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid WHERE c.relname = $1 AND h.inhparent = 'widget.message'::regclass",
                    [entry.name]) == 1, "\(entry)")
        default: break
        }
    }

    /// Indexes under another name, by table and name; empty where none is built, with the reason in `docs/seed-deviations.md`.
    private static let renamed: [String: String] = [
        "customer_interaction_history.idx_customer_email": "idx_interaction_customer_email",
        "widget_settings.idx_widget_settings_isEnabled": "",
    ]
}
