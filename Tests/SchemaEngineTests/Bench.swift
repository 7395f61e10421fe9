import SchemaEngine
import SchemaModel
import Foundation
import PlumblineTesting
import PostgresClient
import Sandbox
import Subprocess

/// Two databases of one server, and the loop that a differ must close.
struct Bench {
    let server: SandboxServer
    let a: ConnectionSettings
    let b: ConnectionSettings
    /// Sessions that stay open, by database: one that has read the catalog before reads it in a third of the time.
    var readers: [String: PostgresConnection] = [:]

    static func with<R>(major: Int = 17, _ body: (Bench) async throws -> R) async throws -> R {
        let server = try await ScratchServer.shared(major: major)
        return try await ScratchServer.withDatabase(major: major) { a in
            try await ScratchServer.withDatabase(major: major) { b in
                try await body(Bench(server: server, a: a, b: b))
            }
        }
    }

    func load(_ sql: String, into settings: ConnectionSettings) async throws {
        try await server.execute(sql, in: settings.database ?? "")
    }

    /// Runs SQL as a user would: by psql, from standard input, statement by statement.
    func psql(_ sql: String, _ settings: ConnectionSettings) async throws {
        let result = try await run(
            .name("psql"), arguments: ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", settings.url, "-f", "-"],
            input: .string(sql), output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else { throw PsqlFailure(message: result.standardError, sql: sql) }
    }

    func state(_ settings: ConnectionSettings) async throws -> CatalogState {
        try await reading(settings) { try await CatalogReader().read($0) }
    }

    private func reading<R: Sendable>(
        _ settings: ConnectionSettings, _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        if let reader = settings.database.flatMap({ readers[$0] }) { return try await body(reader) }
        return try await PostgresConnection.with(settings, body)
    }

    /// Whether both are equal as two live databases are first compared, without being read.
    func areCertainlyEqual() async throws -> Bool {
        let one = try await reading(a) { try await CatalogReader().comparison($0, ignoring: [.owner]) }
        let other = try await reading(b) { try await CatalogReader().comparison($0, ignoring: [.owner]) }
        return one.isEqual(to: other)
    }

    func plan(from: ConnectionSettings, to: ConnectionSettings) async throws -> Plan {
        try Plan(from: try await state(from), to: try await state(to))
    }

    /// The dump as a set of lines: the order of columns in a table is not part of what a plan promises.
    func dump(_ settings: ConnectionSettings) async throws -> Set<String> {
        let text = try await server.dump(database: settings.database ?? "", options: ["--no-owner"])
        let lines = text.split(separator: "\n").filter { line in
            !line.hasPrefix("--") && !line.hasPrefix("\\restrict") && !line.hasPrefix("\\unrestrict")
        }
        return Set(lines.map { Self.withoutColumnOrder($0.hasSuffix(",") ? $0.dropLast() : $0) })
    }

    /// Extended statistics name their columns in the order of the table.
    private static func withoutColumnOrder(_ line: Substring) -> String {
        guard line.hasPrefix("CREATE STATISTICS "), let start = line.range(of: " ON "),
            let end = line.range(of: " FROM ", options: .backwards),
            start.upperBound < end.lowerBound
        else { return String(line) }
        let columns = line[start.upperBound..<end.lowerBound].components(separatedBy: ", ").sorted()
        return line[..<start.upperBound] + columns.joined(separator: ", ") + line[end.lowerBound...]
    }
}

struct PsqlFailure: Error {
    let message: String
    let sql: String
}
