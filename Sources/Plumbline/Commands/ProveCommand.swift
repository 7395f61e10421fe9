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
                let accepted = try await generator.accept()
                if accepted.isEmpty { Output.line("\(database.name): no file was edited") }
                for (label, proof) in accepted { show(proof, "\(database.name): proved and accepted \(label)") }
                // A merge, or statements of one's own, may lead to what is declared by now.
                try await generator.reportDeclaration()
                if !accepted.isEmpty { continue }
            }
            for (label, proof) in try await generator.proveAll(writesCertificates: certificate) {
                show(proof, "\(database.name) \(label): proved")
            }
        }
    }

    private func show(_ proof: Migrator.Proof, _ title: String) {
        Output.line("\(title), \(Plural.text(proof.sections, "section"))")
        for line in proof.lines { Output.line("  " + line) }
        for kept in proof.kept { Output.line("  kept by the rollback: \(kept)") }
    }
}
