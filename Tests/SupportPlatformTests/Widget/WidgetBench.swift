import Foundation
import Migrator
import PlumblineTesting
import PostgresClient
import Sandbox
import SchemaDSL
import SchemaModel
import SupportPlatform

/// The declared Supabase database, made real in a new database of a server.
enum WidgetBench {
    static func with(
        major: Int? = nil, _ body: (PostgresConnection, LiveDatabase) async throws -> Void
    ) async throws {
        let host = try await CachedScratchHost(major: major)
        try await DeclaredPlatform.withSupabase(major: major) { settings in
            try await PostgresConnection.with(settings) { try await body($0, try live($0, host)) }
        }
    }

    private static func live(_ connection: PostgresConnection, _ host: any ScratchHost) throws -> LiveDatabase {
        let declared = try SupportPlatform.supabase.declared()
        let project = MigrationProject(
            name: "support-platform", databases: [declared], root: FileManager.default.temporaryDirectory)
        return LiveDatabase(project, declared, connection: connection, host: host)
    }

    static func load(
        _ settings: ConnectionSettings, host: SandboxServer, _ body: (PostgresConnection, LiveDatabase) async throws -> Void
    ) async throws {
        try await DeclaredPlatform.load("supabase", settings) { connection, _ in
            try await body(connection, try live(connection, host))
        }
    }

    /// The same by the committed migrations, which can be taken back.
    static func migrated(_ body: (PostgresConnection, LiveDatabase) async throws -> Void) async throws {
        try await LivePlatform.migrated("supabase", [.supabase, .cronStub], major: nil) { try await body($0, $1.live) }
    }

    /// An agent, a customer, a session and a chat, all called by their place.
    static let people = """
        INSERT INTO widget."user" (id, name) VALUES ('agent', 'Ann');
        INSERT INTO widget.customer (id, email) VALUES ('customer', 'c@example.com');
        INSERT INTO widget.conversation_session (id, "customerId", "sessionToken") VALUES ('session', 'customer', 'token');
        INSERT INTO widget.chat (id, "customerId", "conversationSessionId") VALUES ('chat', 'customer', 'session'),
            ('other', 'customer', 'session');
        """

    /// A message at a time, as SQL.
    static func message(_ id: String, at time: String, parent: String? = nil, chat: String = "chat") -> String {
        """
        INSERT INTO widget.message (id, "chatId", content, "createdAt", "parentMessageId")
        VALUES ('\(id)', '\(chat)', 'text', '\(time)', \(parent.map { "'\($0)'" } ?? "NULL"));
        """
    }

    /// The partitions of the messages and their bounds.
    static let bounds = """
        SELECT c.relname || ' ' || pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'widget.message'::regclass ORDER BY c.relname
        """
}
