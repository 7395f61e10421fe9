import ArgumentParser
import Migrator
import SchemaModel

struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Run every migration forward, again, back and again on a scratch copy.",
        discussion: """
            With --accept, also proves files that you wrote or edited, and records their checksums. No database may have them yet.
            """)

    @Argument(help: "The databases. Default: all.") var databases: [String] = []
    @Flag(help: "Accept files that were edited since they were proved.") var accept = false
    @Flag(help: "Write the certificates of all migrations: the locks, rewrites and scans that were seen.") var certificate = false
    @OptionGroup var losses: LossOptions

    func run() async throws {
        let context = try CommandContext.get()
        let host = try await context.scratchHost()
        for database in try await context.databases(databases) {
            var generator = MigrationGenerator(try await context.migrations, database, host: host)
            generator.allowedLosses = losses.names
            if accept {
                let labels = try await generator.accept()
                Output.line(
                    "\(database.name): \(labels.isEmpty ? "no file was edited" : "proved and accepted \(labels.joined(separator: ", "))")"
                )
                if !labels.isEmpty { continue }
            }
            for (label, proof) in try await generator.proveAll(writesCertificates: certificate) {
                Output.line("\(database.name) \(label): proved, \(Plural.text(proof.sections, "section"))")
                for line in proof.lines { Output.line("  " + line) }
                for kept in proof.kept { Output.line("  kept by the rollback: \(kept)") }
            }
        }
    }
}
