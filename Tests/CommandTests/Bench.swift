import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox

/// The built `plumb`, run as its users run it: in a copy of this repository's migrations, on a database of its own.
struct Bench: Sendable {
    let root: URL
    let live: ConnectionSettings
    let server: SandboxServer

    /// What a run of `plumb` came to.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
        var all: String { output + errors }
    }

    static func with<R>(_ body: (Bench) async throws -> R) async throws -> R {
        let server = try await ScratchServer.shared(major: 17)
        let root = FileManager.default.temporaryDirectory.appending(component: "plumb-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        for folder in ["migrations", "rollback"] {
            try FileManager.default.copyItem(at: repository.appending(component: folder), to: root.appending(component: folder))
        }
        return try await ScratchServer.withDatabase(.chatwootDocument, major: 17) { live in
            try await server.execute("INSERT INTO accounts (id, name) VALUES (1, 'One')", in: live.database)
            return try await body(Bench(root: root, live: live, server: server))
        }
    }

    /// `plumb` is built beside the test bundle.
    static var executable: URL {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(component: "plumb")
    }

    var migration: URL { root.appending(components: "migrations", "chatwoot", "0001_initial.sql") }

    func plumb(_ arguments: String..., url: String? = nil) async throws -> Outcome {
        try await started(arguments, url: url).outcome()
    }

    func started(_ arguments: [String], url: String? = nil, supabase: ConnectionSettings? = nil) throws -> Run {
        try Run(
            Self.executable, arguments, in: root,
            environment: [
                "PLUMBLINE_URL_CHATWOOT": url ?? live.url, "PLUMBLINE_URL_SUPABASE": supabase?.url ?? "",
                "PLUMBLINE_SCRATCH_URL": server.settings.url,
            ])
    }

    func psql(_ arguments: String...) async throws -> Outcome {
        try await Run(
            URL(filePath: "/usr/bin/env"), ["psql", "-X", "-v", "ON_ERROR_STOP=1", "-d", live.url] + arguments, in: root,
            environment: [:]
        ).outcome()
    }

    func execute(_ sql: String) async throws { try await server.execute(sql, in: live.database) }

    func value(_ sql: String) async throws -> String? {
        let connection = try await PostgresConnection.connect(live)
        let row = try await connection.query("SELECT (\(sql))::text AS value").first
        await connection.close()
        return row?.text("value")
    }

    /// Looks again and again until the question is answered with yes.
    func until(_ question: String) async throws {
        for _ in 0..<6000 {
            if try await value(question) == "true" { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Late(question: question)
    }

    struct Late: Error { let question: String }
}

/// One process; its output goes to files, so that no pipe can fill.
final class Run: Sendable {
    private let work: Task<Bench.Outcome, any Error>
    let process: Int32

    init(_ executable: URL, _ arguments: [String], in folder: URL, environment: [String: String]) throws {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let files = ["out", "err"].map { folder.appending(component: "\($0)-\(UUID().uuidString)") }
        for file in files { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        // A thread of Swift's pool has all signals blocked, and a child would inherit that.
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
        self.process = process.processIdentifier
        work = Task {
            var status: Int32 = -1
            for await value in ended { status = value }
            let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
            return Bench.Outcome(status: status, output: texts[0], errors: texts[1])
        }
    }

    func outcome() async throws -> Bench.Outcome { try await work.value }
}
