import Foundation
import Logging
import Plumbline
import PlumblineTesting
import SchemaGuard
import ServiceLifecycle
import Testing
import TodoSchema
import TodoService

/// Each test has a database of its own that Fluent has made, and runs the project's commands on it. The commands read the environment
/// and the current folder, which all tests share.
@Suite("an adopted service", .serialized, .database(of: Database("todos", schemas: [])))
struct TodoTests {
    let settings: ConnectionSettings

    init() async throws {
        settings = try ScratchDatabase.settings
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        try #require(FileManager.default.changeCurrentDirectoryPath(package.path))
        setenv("PLUMBLINE_URL_TODOS", try Self.url(of: settings), 1)
        let fluent = try String(contentsOf: package.appending(path: "fluent.sql"), encoding: .utf8)
        try await PostgresConnection.with(settings) { try await $0.run(script: fluent) }
    }

    private static func url(of settings: ConnectionSettings) throws -> String {
        let host = try #require(settings.host?.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        return "postgresql:///\(try #require(settings.database))?host=\(host)&port=\(try #require(settings.port))"
            + "&user=\(try #require(settings.user))"
    }

    /// The exit status of a command.
    private func plumb(_ arguments: String...) async -> Int32 {
        await Plumb.run(Todos.project, arguments: arguments).rawValue
    }

    /// Takes the database over as it is, and brings it to the declaration.
    private func adopt() async throws {
        try #require(await plumb("baseline", "todos", "--to", "1") == 0)
        try #require(await plumb("apply", "todos") == 0)
    }

    @Test("Fluent's own tables are left alone")
    func fluentTables() async throws {
        try await adopt()
        #expect(await plumb("verify") == 0)
        try await PostgresConnection.with(settings) { connection in
            // Fluent may go on with its tables: they are not compared.
            try await connection.run(script: "ALTER TABLE public._fluent_migrations ADD COLUMN note text")
            let rows = try await connection.query("SELECT name FROM public._fluent_migrations ORDER BY 1")
            #expect(rows.map { $0.text("name") } == ["App.CreateTodo", "App.CreateUser"])
        }
        #expect(await plumb("verify") == 0)
    }

    /// Remembers whether it was started.
    private actor Witness: Service {
        var hasStarted = false
        func run() async throws { hasStarted = true }
    }

    @Test("a service starts if its database matches the declaration")
    func starts() async throws {
        try await adopt()
        let witness = Witness()
        try await SchemaGuard(Todos.project, before: witness).run()
        #expect(await witness.hasStarted)
    }

    @Test("a service does not start while its database drifts")
    func drift() async throws {
        try await adopt()
        try await PostgresConnection.with(settings) { try await $0.run(script: "ALTER TABLE public.todos DROP COLUMN done_at") }
        let witness = Witness()
        let services = ServiceGroup(
            services: [SchemaGuard(Todos.project, before: witness)], logger: Logger(label: "test"))
        await #expect(throws: SchemaMismatch.drifted) { try await services.run() }
        #expect(await witness.hasStarted == false)
    }

    @Test("a service does not start if its database cannot be read")
    func unreachable() async throws {
        setenv("PLUMBLINE_URL_TODOS", "postgresql:///nowhere?host=/nonexistent", 1)
        let witness = Witness()
        await #expect(throws: SchemaMismatch.notCompared) {
            try await SchemaGuard(Todos.project, before: witness).run()
        }
        #expect(await witness.hasStarted == false)
    }

    @Test("the service reads the rows of the declared query")
    func reminds() async throws {
        try await adopt()
        try await PostgresConnection.with(settings) { connection in
            try await connection.run(
                script: """
                    INSERT INTO public.users VALUES (gen_random_uuid(), 'ann@example.org', now());
                    INSERT INTO public.todos SELECT gen_random_uuid(), title, priority::public.priority, id, done::timestamptz
                    FROM public.users,
                        (VALUES ('Sleep', 'low', NULL), ('Work', 'high', NULL), ('Eat', 'high', '2026-01-01')) v (title, priority, done)
                    """)
        }
        let (todos, continuation) = AsyncStream.makeStream(of: String.self)
        let reminder = try Reminder(settings, of: "ann@example.org", every: .seconds(60)) { continuation.yield($0) }
        let services = ServiceGroup(
            services: [SchemaGuard(Todos.project, before: reminder)], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var seen: [String] = []
            for await todo in todos {
                seen.append(todo)
                if seen.count == 2 { break }
            }
            #expect(seen == ["Work (high)", "Sleep (low)"])
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }
}
