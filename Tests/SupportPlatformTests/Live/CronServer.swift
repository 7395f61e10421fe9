import PlumblineTesting
import PostgresClient
import Sandbox

/// A server of a test's own whose database `supabase` pg_cron itself works in: jobs run there, as in no scratch database.
enum CronServer {
    static func with(_ body: (ConnectionSettings) async throws -> Void) async throws {
        var options = SandboxOptions(major: 17)
        options.cronDatabase = "supabase"
        options.databases = [SandboxOptions.Database("supabase", .supabase)]
        let server = try await SandboxServer.start(options)
        do {
            let settings = server.settings.with(database: "supabase")
            try await PostgresConnection.with(settings) { connection in
                try await connection.run(script: "CREATE EXTENSION IF NOT EXISTS pg_cron")
            }
            try await body(settings)
        } catch {
            try? await server.stop()
            throw error
        }
        try await server.stop()
    }
}
