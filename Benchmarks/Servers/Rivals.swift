import Foundation
import PostgresClient

extension Benchmark {
    /// `Benchmarks/rivals.py`, which installs the other tools from PyPI, creates its own database, and prints its own table.
    static func rivals(_ settings: ConnectionSettings) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "rivals.py")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, "--url", settings.url, "--plumb", checkProgram.path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PostgresError(.usage, "rivals.py ended with \(process.terminationStatus)")
        }
    }
}
