import PostgresClient
import Sandbox

/// A server that looks like the two platforms.
struct StartStep: Step {
    let title = "Start a throwaway PostgreSQL server"
    let proves = "a server with pgvector and pg_cron is there in seconds, and nobody has to install or remember one"

    /// Roles that read, in one case keep a history, in one call the functions that reports are made of; the rows of others are
    /// shown to them past row-level security.
    private static let roles = """
        CREATE ROLE plumb_checks LOGIN BYPASSRLS IN ROLE pg_read_all_data;
        CREATE ROLE plumb_nightly LOGIN BYPASSRLS IN ROLE pg_read_all_data;
        CREATE ROLE plumb_reports LOGIN BYPASSRLS IN ROLE pg_read_all_data, pg_monitor, service_role;
        """

    func run(_ world: World) async throws {
        var options = SandboxOptions(major: InstallScript.defaultMajor)
        options.allowsOtherMajor = true
        options.cronDatabase = "supabase"
        // The jobs are looked at here; what they do is not to happen at two in the morning of a demo.
        options.runsCronJobs = false
        options.databases = [.init("chatwoot", .chatwootDocument), .init("supabase", .supabase)]
        for note in try await world.start(options) { world.narrator.say(note) }

        let supabase = try await world.connection("supabase")
        // As the platform does: only a superuser can.
        try await supabase.run(script: "CREATE EXTENSION IF NOT EXISTS pg_cron;" + Self.roles)
        // A history of results is kept in Chatwoot's database, in Plumbline's own schema.
        try await world.connection("chatwoot").run(script: "GRANT CREATE ON DATABASE chatwoot TO plumb_nightly")

        let version = try await supabase.query("SELECT current_setting('server_version')").one().decode(0, as: String.self)
        let extensions = try await supabase.query(
            """
            SELECT string_agg(name || ' ' || default_version, ', ' ORDER BY name) FROM pg_available_extensions
            WHERE name IN ('vector', 'pg_cron')
            """
        ).one().decode(0, as: String.self)
        world.narrator.holds("PostgreSQL \(version) runs, with \(extensions); only this machine can reach it.")
        world.narrator.say(
            "Database chatwoot: the tables of Chatwoot, owned by the application. "
                + "Database supabase: the roles and schemas of a new project."
        )
        for name in World.databases { world.plumb.urls[name] = try world.settings(name).url }
    }
}
