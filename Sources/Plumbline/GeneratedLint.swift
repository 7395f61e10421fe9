#if Lint
import ArgumentParser
import Foundation
import Lint
import Migrator
import SchemaEngine
import SchemaModel

/// Rules of lint that a generated migration may break, each with a reason.
struct IgnoredRules: ParsableArguments {
    @Option(
        name: .customLong("ignore-lint"),
        help: ArgumentHelp(
            "A rule that the migration may break, and why: 'PL018: the table is small'; may be given again.",
            valueName: "rule: reason"))
    var rules: [String] = []

    func validate() throws {
        for rule in rules {
            let parts = rule.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, !parts[1].isEmpty else {
                throw ValidationError("--ignore-lint \(rule.debugDescription) has no reason; write 'PL018: the table is small'")
            }
            guard !Rule.named(parts[0]).isEmpty else {
                throw ValidationError(
                    "--ignore-lint names the rule `\(parts[0])`, which does not exist; `plumb lint --rules` lists all")
            }
        }
    }

    /// The comments that say so in the file.
    var comments: [String] { rules.map { "plumb:ignore-file \($0)" } }
}

/// Refuses to write a migration that `plumb gate` would refuse.
struct GeneratedLint {
    let project: LintProject
    let database: DeclaredDatabase
    /// True if the command was called with `--online`.
    let isOnline: Bool

    init(_ context: CommandContext, _ database: DeclaredDatabase, isOnline: Bool) throws {
        self.isOnline = isOnline
        project = LintProject(context: context, options: try context.configuration.lint?.options() ?? LintOptions())
        self.database = database
    }

    /// - Throws: ``CommandError`` with every error that lint finds in the migration.
    func review(_ file: MigrationFile, _ plan: Plan) async throws {
        let errors = try await project.errors(in: file.text, path: file.path, of: database)
        guard !errors.isEmpty else { return }
        var lines = errors.map { "  line \($0.line): \($0.code) \($0.message)\n    \($0.instead)" }
        let notOnline = StepText.notOnline(plan).map { "  not changed online: \($0)" }
        lines += notOnline
        let codes = Set(errors.map(\.code)).sorted()
        // Volatile defaults, stored generated columns and other types, which rewrite a table.
        let online =
            !isOnline && notOnline.isEmpty && !Set(codes).isDisjoint(with: ["PL015", "PL016", "PL018"])
            ? ", use --online to create a new column or table next to the old one" : ""
        throw CommandError(
            "lint refuses \(file.path), so nothing was written:\n" + lines.joined(separator: "\n")
                + "\nChange the declaration\(online), or accept it here with \(codes.map { "--ignore-lint '\($0): REASON'" }.joined(separator: " "))."
        )
    }
}
#endif
