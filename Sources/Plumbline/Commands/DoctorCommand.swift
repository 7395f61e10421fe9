import ArgumentParser
import Migrator
import PostgresClient
import SchemaModel

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check live databases for the rights, extensions and settings that a task needs.",
        discussion: """
            Connect as the role that will do the task. The command changes nothing, and prints the statement that grants each missing \
            right. It cannot see how much space is free on the server's disk. Exit status 1: something is missing.
            """)

    @Argument(help: "The databases. Default: all.") var databases: [String] = []
    @Option(
        name: .customLong("for"), help: "What the role is for: migrate, check or nightly.",
        transform: { text in
            guard let use = Doctor.Use(rawValue: text) else {
                throw ValidationError("--for is migrate, check or nightly, not `\(text)`")
            }
            return use
        })
    var use = Doctor.Use.migrate
    @Option(help: "For nightly: the database that keeps the results, if they are not kept in a file.") var history: String?

    func run() async throws {
        let context = try CommandContext.get()
        if let history { _ = try context.names([history]) }
        var isFit = true
        for database in try await context.databases(databases) {
            let settings = try context.configuration.settings(for: database.name)
            let findings = try await PostgresConnection.with(settings) { connection in
                try await Doctor(database, connection).findings(for: use, keepsHistory: history == database.name)
            }
            if findings.isEmpty { Output.line("\(database.name): ready to \(use.rawValue)") }
            for finding in findings {
                if finding.severity == .problem { isFit = false }
                Output.line("\(database.name): \(finding.severity.rawValue): \(finding.text)")
                if let remedy = finding.remedy { Output.line("    \(remedy);") }
            }
        }
        if !isFit { throw ExitCode.somethingToDo }
    }
}
