import PostgresClient

/// Changes by hand that nobody wrote down, and what `plumb verify` says to them.
struct DriftStep: Step {
    let title = "Change the schema by hand, and have it noticed"
    let proves = "verify names each change that was made past the migrations, and nothing else"

    /// A change, how it is undone, and a word that verify's line about it must have.
    private struct Change {
        let database: String
        let statement: String
        let undo: String
        let word: String
    }

    private static let changes = [
        Change(
            database: "supabase", statement: "DROP INDEX analytics.idx_category",
            undo: "CREATE INDEX idx_category ON analytics.conversation_analytics (category, subcategory)", word: "idx_category"),
        Change(
            database: "supabase", statement: "ALTER TABLE knowledge.documents ALTER version SET DEFAULT 2",
            undo: "ALTER TABLE knowledge.documents ALTER version SET DEFAULT 1", word: "version"),
        Change(
            database: "supabase", statement: "ALTER TABLE analytics.conversation_analytics ADD COLUMN hotfix text",
            undo: "ALTER TABLE analytics.conversation_analytics DROP COLUMN hotfix", word: "hotfix"),
        Change(
            database: "supabase", statement: "ALTER TABLE knowledge.documents DISABLE ROW LEVEL SECURITY",
            undo: "ALTER TABLE knowledge.documents ENABLE ROW LEVEL SECURITY", word: "row security"),
        Change(
            database: "supabase", statement: "DROP INDEX metrics.idx_contacts_market",
            undo: "CREATE INDEX idx_contacts_market ON metrics.contacts (market)", word: "idx_contacts_market"),
        Change(
            database: "supabase", statement: #"ALTER TABLE widget.chat ALTER "unreadCount" SET DEFAULT 1"#,
            undo: #"ALTER TABLE widget.chat ALTER "unreadCount" SET DEFAULT 0"#, word: "unreadCount"),
        Change(
            database: "supabase", statement: "GRANT SELECT ON support_etl.merchants TO anon",
            undo: "REVOKE SELECT ON support_etl.merchants FROM anon", word: "anon"),
        Change(
            database: "chatwoot", statement: "DROP INDEX public.idx_contacts_instagram_handle",
            undo: "CREATE INDEX idx_contacts_instagram_handle ON contacts ((custom_attributes ->> 'instagram_handle'))",
            word: "idx_contacts_instagram_handle"),
        Change(
            database: "chatwoot", statement: "ALTER TABLE public.messages ALTER content_type TYPE text",
            undo: "ALTER TABLE public.messages ALTER content_type TYPE varchar(50)", word: "content_type"),
    ]

    func run(_ world: World) async throws {
        for (index, change) in Self.changes.enumerated() {
            world.narrator.command("psql \(change.database) -c '\(change.statement)'", apart: index == 0)
            try await world.connection(change.database).query(change.statement)
        }
        let result = try await world.plumb.run("verify", showing: 40, expecting: 1)
        let lines = result.lines.filter { $0.contains("  - ") }
        for change in Self.changes where !lines.contains(where: { $0.contains(change.word) }) {
            throw DemoError("verify says nothing about: \(change.statement)")
        }
        guard lines.count == Self.changes.count else {
            throw DemoError("\(Self.changes.count) things were changed, and verify names \(lines.count)")
        }
        world.narrator.holds(
            "All \(Self.changes.count) changes are named, and nothing else: not the months either that the jobs made. Corrected by hand:"
        )
        for change in Self.changes { try await world.connection(change.database).query(change.undo) }
        try await world.plumb.run("verify")
    }
}
