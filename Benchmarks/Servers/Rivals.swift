import Foundation
import PostgresClient
import Sandbox

extension Benchmark {
    /// `Benchmarks/rivals.py`, which installs the other tools from PyPI, and prints its own table.
    static func rivals(_ server: SandboxServer) async throws {
        let settings = try await server.createDatabase("rivals")
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "rivals.py")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", script.path, "--url", settings.url, "--plumb",
            URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "CheckBenchmark").path,
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PostgresError(.usage, "rivals.py ended with \(process.terminationStatus)")
        }
    }
}
