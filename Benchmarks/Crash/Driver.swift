import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaEngine
import SchemaModel

/// Breaks a migration off at every point, forward and back, and runs it again.
struct Driver {
    private let server: SandboxServer
    private let root: URL
    private let choice: Choice

    /// The part of the points that a run tries.
    struct Choice {
        /// Every how many-th point, and from which on.
        var stride = 1
        var offset = 1
        var directions: Set<String> = ["forward", "back"]
        var victims: [Victim] = [.tool, .server]
    }

    /// The database before a direction is run, and what it must be after it.
    private struct Course {
        let direction: String
        let template: String
        let target: CatalogState
        let digests: [String?]
        let points: Int
    }

    struct Result {
        let direction: String
        let victim: Victim
        var points = 0
        var interrupted = 0
        var failures: [String] = []
    }

    init(_ server: SandboxServer, root: URL, _ choice: Choice) {
        self.server = server
        self.root = root
        self.choice = choice
    }

    /// - Parameter report: gets each trial that is done.
    func run(_ report: (String) -> Void) async throws -> [Result] {
        let first = try await declared(Schemas.first)
        try await generate(first, "initial")
        _ = try await server.createDatabase("crash_start", preludes: [])
        try await finish("crash_start", "forward")
        try await server.execute(Schemas.rows, in: "crash_start")
        try await generate(try await declared(Schemas.second), "change")
        let forward = try await course("forward", from: "crash_start", to: "crash_end")
        let back = try await course("back", from: "crash_end", to: "crash_back")
        let start = try await digests(of: "crash_start")
        guard back.digests == start else { throw Failure(description: "the rollback does not bring the rows back") }
        var results: [Result] = []
        for course in [forward, back] where choice.directions.contains(course.direction) {
            for victim in choice.victims { results.append(try await run(course, victim, report)) }
        }
        return results
    }

    // MARK: one direction

    private func course(_ direction: String, from template: String, to end: String) async throws -> Course {
        _ = try await server.createDatabase(end, preludes: [], template: template)
        let (status, output) = try await child(end, direction, .nobody, 0)
        guard status == 0, let points = output.split(separator: " ").last.flatMap({ Int($0.trimmingCharacters(in: .newlines)) })
        else {
            throw Failure(description: "\(direction) does not run: \(output)")
        }
        return Course(
            direction: direction, template: template, target: try await state(end), digests: try await digests(of: end),
            points: points)
    }

    private func run(_ course: Course, _ victim: Victim, _ report: (String) -> Void) async throws -> Result {
        var result = Result(direction: course.direction, victim: victim)
        for point in stride(from: choice.offset, through: course.points, by: choice.stride) {
            let name = "crash_trial"
            try await retried { _ = try await server.createDatabase(name, preludes: [], template: course.template) }
            result.points += 1
            let witness = try await PostgresConnection.connect(settings("postgres"))
            let (status, output) = try await child(name, course.direction, victim, point)
            if status != 0 { result.interrupted += 1 }
            let expected = victim == .tool ? status == SIGKILL : status != 0
            if !expected { result.failures.append("point \(point): ended with status \(status): \(output.suffix(300))") }
            if victim == .server, status != 0 { await ended(witness) }
            await witness.close()
            try await retried { try await PostgresConnection.with(settings(name)) { _ in } }
            let (again, text) = try await child(name, course.direction, .nobody, 0)
            if again != 0 {
                result.failures.append("point \(point): the rerun failed: \(text.suffix(600))")
            } else {
                for problem in try await problems(name, course) { result.failures.append("point \(point): \(problem)") }
            }
            try await retried { try await server.dropDatabase(name) }
            report(
                "\(course.direction), \(victim.rawValue): point \(point) of \(course.points), \(result.failures.count) wrong so far"
            )
        }
        return result
    }

    private func problems(_ name: String, _ course: Course) async throws -> [String] {
        var problems: [String] = []
        let deltas = Comparison.deltas(from: course.target, to: try await state(name), ignoring: [.owner])
        if !deltas.isEmpty { problems.append("\(deltas.count) objects differ, such as \(deltas[0].id)") }
        if try await digests(of: name) != course.digests { problems.append("rows differ") }
        if let left = try await value(Schemas.leftovers, name) { problems.append("left over: \(left)") }
        return problems
    }

    // MARK: helpers

    /// Waits until a session is gone: the server notices a process that was killed a moment later, and takes new sessions till then.
    private func ended(_ witness: PostgresConnection) async {
        for _ in 0..<100 {
            do {
                try await witness.run(script: "SELECT 1")
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                return
            }
        }
    }

    /// A server that recovers refuses connections for a moment.
    private func retried(_ body: () async throws -> Void) async throws {
        for attempt in 1... {
            do { return try await body() } catch {
                guard attempt < 100 else { throw error }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func settings(_ name: String) -> ConnectionSettings { server.settings.with(database: name) }

    private func finish(_ name: String, _ direction: String) async throws {
        let (status, output) = try await child(name, direction, .nobody, 0)
        guard status == 0 else { throw Failure(description: output) }
    }

    private func digests(of name: String) async throws -> [String?] {
        let old = try await value("SELECT to_regclass('app.gone') IS NOT NULL", name) == "true"
        return [try await value(Schemas.common, name), old ? try await value(Schemas.old, name) : nil]
    }

    private func value(_ sql: String, _ name: String) async throws -> String? {
        try await PostgresConnection.with(settings(name)) { connection in
            try await connection.query("SELECT (\(sql))::text AS value").first?.text("value")
        }
    }

    private func state(_ name: String) async throws -> CatalogState {
        try await PostgresConnection.with(settings(name)) { connection in
            try await CatalogReader().read(connection).filtered { $0.enclosingSchema == "app" || $0.root.name == "app" }
        }
    }

    private func declared(_ sql: String) async throws -> DeclaredDatabase {
        let facts = try await server.withScratch(.plain) { connection, settings in
            let base = try await CatalogReader().read(connection)
            try await server.execute(sql, in: settings.database)
            return try await CatalogReader().read(connection).facts.values
                .filter { base.facts[$0.id] == nil && $0.id.kind != .owner }
        }
        return DeclaredDatabase(name: "app", scope: Scope(schemas: ["app"]), facts: facts.sorted { $0.id < $1.id })
    }

    private func generate(_ database: DeclaredDatabase, _ name: String) async throws {
        let project = MigrationProject(name: "crash", databases: [database], root: root)
        var generator = MigrationGenerator(project, database, host: server)
        generator.online = .all
        _ = try await generator.generate(name)
    }

    /// Runs the tool in a process of its own; its status, or the signal that ended it, and what it printed.
    private func child(_ name: String, _ direction: String, _ victim: Victim, _ point: Int) async throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments = [
            "child", root.path, settings(name).url, server.settings.url, direction, victim.rawValue, String(point),
        ]
        let file = root.appending(component: "output")
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        process.standardOutput = handle
        process.standardError = handle
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ended {}
        try handle.close()
        return (process.terminationStatus, String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }
}
