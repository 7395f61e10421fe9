import Foundation
import PostgresClient
import Sandbox

extension Benchmark {
    /// `plumb check` as a process, against the same twelve checks in one statement by hand; clean, then with eight of them failing.
    static func checks(_ server: SandboxServer) async throws {
        let settings = try await server.createDatabase("checks")
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Checks")
        func text(_ name: String) throws -> String { try String(contentsOf: folder.appending(path: name), encoding: .utf8) }
        let reference = try text("reference.sql").trimmingCharacters(in: .whitespacesAndNewlines)
        try await script(try text("data.sql"), settings)
        try await compare("12 checks of 2 million rows, clean", reference, settings)
        let many = (1...200).map { "count(*) FILTER (WHERE draft_confidence_score NOT BETWEEN \(-$0) AND \(100 + $0))" }
        try await compare(
            "200 comparisons of integers, clean",
            "SELECT count(*), \(many.joined(separator: ", ")) FROM analytics.conversation_analytics", settings, checks: 200)
        try await script(try text("faults.sql"), settings)
        try await compare("12 checks of 2 million rows, 8 failing", reference, settings)
        for line in try String(contentsOf: memory, encoding: .utf8).split(separator: "\n")
        where line.hasPrefix("VmHWM") || line.hasPrefix("RssAnon") {
            print("memory of plumb check, \(line)")
        }
    }

    /// The program of `Benchmarks/Checks`, which is built beside this one.
    static let checkProgram = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
        path: "CheckBenchmark")
    private static let memory = FileManager.default.temporaryDirectory.appending(path: "plumbline-benchmark-memory")

    /// Each statement by itself, since VACUUM runs in no transaction.
    private static func script(_ sql: String, _ settings: ConnectionSettings) async throws {
        let connection = try await PostgresConnection.connect(settings)
        let lines = sql.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
        for statement in lines.split(separator: ";") where !statement.allSatisfy(\.isWhitespace) {
            try await connection.query(String(statement))
        }
        await connection.close()
    }

    private static func compare(
        _ name: String, _ reference: String, _ settings: ConnectionSettings, checks: Int? = nil
    ) async throws {
        let clock = ContinuousClock()
        var byHand: [Duration] = []
        var ours: [Duration] = []
        // The first round warms the cache.
        for round in 0..<6 {
            let hand = try await clock.measure {
                let connection = try await PostgresConnection.connect(settings)
                try await connection.query(reference.hasSuffix(";") ? String(reference.dropLast()) : reference)
                await connection.close()
            }
            let own = try clock.measure { try check(settings, checks: checks) }
            if round > 0 {
                byHand.append(hand)
                ours.append(own)
            }
        }
        report(name, ours.sorted()[2] / .seconds(1), against: "one statement by hand", byHand.sorted()[2] / .seconds(1))
    }

    /// Runs the project in `Benchmarks/Checks` as its users would: a process, from its start to its end.
    private static func check(_ settings: ConnectionSettings, checks: Int?) throws {
        let process = Process()
        process.executableURL = checkProgram
        process.arguments = ["check", "--allow-superuser"]
        var environment = ProcessInfo.processInfo.environment
        environment["PLUMBLINE_URL_BENCH"] = settings.url
        environment["CHECKS"] = checks.map(String.init)
        environment["CHECKS_MEMORY"] = memory.path
        process.environment = environment
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // The file of an earlier run must not be taken for that of this one.
        if FileManager.default.fileExists(atPath: memory.path) { try FileManager.default.removeItem(at: memory) }
        try process.run()
        process.waitUntilExit()
        // 1 says that checks fail, which is what some of them are here for.
        guard process.terminationStatus <= 1 else {
            throw PostgresError(.usage, "CheckBenchmark ended with \(process.terminationStatus)")
        }
    }
}
