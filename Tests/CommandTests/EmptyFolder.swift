import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox

/// A folder without a project, in which `plumb` and `psql` are run.
struct EmptyFolder: Sendable {
    let root: URL
    let server: SandboxServer

    static func with<R>(major: Int = 17, _ body: (EmptyFolder) async throws -> R) async throws -> R {
        let root = FileManager.default.temporaryDirectory.appending(component: "plumb-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        return try await body(EmptyFolder(root: root, server: ScratchServer.shared(major: major)))
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> URL {
        let file = root.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: root.appending(path: name).path) }

    func plumb(_ arguments: String...) async throws -> Bench.Outcome { try await started(arguments).outcome() }

    func diff(_ from: String, _ to: String, _ options: String...) async throws -> Bench.Outcome {
        try await started(["diff", "--from", from, "--to", to] + options).outcome()
    }

    func started(_ arguments: [String]) throws -> Run {
        try Run(Bench.executable, arguments, in: root, environment: environment)
    }

    /// Runs a line of shell, in which `$PLUMB` is the program.
    func shell(_ script: String) async throws -> Bench.Outcome {
        try await Run(URL(filePath: "/bin/bash"), ["-c", script], in: root, environment: environment).outcome()
    }

    private var environment: [String: String] {
        ["PLUMBLINE_SCRATCH_URL": server.settings.url, "PLUMB": Bench.executable.path]
    }

    /// Runs a text or a file with psql, as people run what `plumb diff` prints.
    func psql(_ database: ConnectionSettings, _ arguments: String...) async throws -> Bench.Outcome {
        try await Run(
            URL(filePath: "/usr/bin/env"), ["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-d", database.url] + arguments,
            in: root,
            environment: [:]
        ).outcome()
    }
}
