import ArgumentParser
import SchemaEngine
import Foundation
import Migrator
import PostgresClient
import SchemaModel

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Print the SQL that turns one schema into another.",
        discussion: """
            A SOURCE is a connection URL, a .sql file or folder, a snapshot .json, or declared:NAME. If both are equal, nothing is \
            printed. Objects that Plumbline does not model are listed on standard error.

            If an object is dropped and a similar one is added, standard error says so; --rename and --drop decide. A comment in a .sql \
            file does the same: -- plumb:renamed column app.orders.note to remark

            With --safe or --allow, a plan with a hazard that is not allowed is refused: standard error lists each such step, and nothing \
            is printed. Hazards: data-loss, rewrite (of a table), scan (reads a table while it is locked), may-fail (on existing data), \
            stale-results (of a replaced function, in indexes and tables), blocking (a lock that makes readers or writers wait, however \
            briefly).

            Exit status: 0, compared; 1, there are differences and --exit-code is given; 2, could not compare, or refused, and nothing \
            is on standard output.
            """)

    @Option(help: ArgumentHelp("The schema to start from.", valueName: "source")) var from: String
    @Option(help: ArgumentHelp("The schema to get.", valueName: "source")) var to: String
    @Option(
        name: .customLong("schema"),
        help: ArgumentHelp(
            "Compare this schema only; can be repeated. Extensions and publications are left out then.", valueName: "name"))
    var schemas: [String] = []
    @Flag(help: "Compare owners too.") var owners = false
    @Flag(
        help: "Compare roles, memberships, settings of roles and the database, and privileges on parameters too; never passwords."
    )
    var roles = false
    @Flag(help: "Move dropped tables, sequences and column values to schemas plumbline_q0000f_… instead of deleting them.")
    var quarantine = false
    @Option(
        name: .customLong("rollback"), defaultAsFlag: "-", parsing: .next,
        help: ArgumentHelp(
            "Also write the rollback to this file; without a file, print it too (as comments in SQL).", valueName: "file"))
    var rollback: String?
    @Option(help: "sql, json (steps with hazards and locks) or text (for people).") var format = DiffFormat.sql
    @Flag(help: "Refuse a plan that has any hazard.") var safe = false
    @Option(
        name: .customLong("allow"),
        help: ArgumentHelp(
            "Refuse a plan with any hazard but this one; `all` refuses none. Can be repeated.", valueName: "hazard"))
    var allowed: [DiffAllowance] = []
    @Flag(help: "Refuse if either side has an object that is not modeled.") var strict = false
    @Flag(help: "Exit with status 1 if there are differences.") var exitCode = false

    @OptionGroup var version: ScratchVersion
    @OptionGroup var renameOptions: RenameOptions

    func validate() throws {
        if roles, !schemas.isEmpty {
            throw ValidationError("roles are in no schema: give --roles or --schema")
        }
        if safe, allowed.contains(.all) {
            throw ValidationError("--safe allows no hazard and --allow all allows each: give one of them")
        }
    }

    func run() async throws {
        let context = try CommandContext.get()
        let pair = SourcePair(
            from: try Source(from), to: try Source(to), schemas: schemas, includesRoles: roles,
            major: version.postgres)
        let states = try await pair.read(context, ignoring: owners ? [] : [.owner])
        let difference = try Difference(
            try await pair.renamed(states, renameOptions, context), to: states.to, owners: owners, quarantine: quarantine,
            rollback: rollback != nil)
        for item in difference.unmodeled { Progress.note("not modeled, and so left as it is: \(item)") }
        for item in difference.irreparable { Progress.note("stays different: \(item)") }
        for step in difference.steps where step.rename != nil && !step.reason.isEmpty {
            Progress.note("\(step.title): \(step.reason)")
        }
        if strict, !difference.unmodeled.isEmpty {
            throw CommandError("refused, since --strict is given and \(difference.unmodeled.count) of these are not modeled")
        }
        try refuseHazards(difference)
        let output = try format.render(difference, includesRollback: rollback == "-")
        if let rollback, rollback != "-" {
            do {
                try Data(difference.rollbackScript.utf8).write(to: URL(filePath: rollback))
            } catch {
                throw CommandError("the rollback cannot be written to \(rollback): \(ErrorText.text(error))")
            }
        }
        try Output.write(output)
        if exitCode, !difference.isEmpty { throw ExitCode.somethingToDo }
    }

    private func refuseHazards(_ difference: Difference) throws {
        guard safe || !allowed.isEmpty else { return }
        let refused = difference.steps.compactMap { step -> (String, [DiffHazard])? in
            let hazards = DiffHazard.all(of: step).filter { !DiffAllowance.allows($0, allowed) }
            return hazards.isEmpty ? nil : (step.title, hazards)
        }
        guard !refused.isEmpty else { return }
        for (title, hazards) in refused {
            Progress.note("\(title): \(hazards.map { "\($0.rawValue) (\($0.meaning))" }.joined(separator: ", "))")
        }
        let needed = DiffHazard.allCases.filter { hazard in refused.contains { $0.1.contains(hazard) } }
        throw CommandError(
            "the plan is refused for its hazards; to accept them, add "
                + needed.map { "--allow \($0.rawValue)" }.joined(separator: " "))
    }
}

extension DiffFormat: ExpressibleByArgument {}
extension DiffAllowance: ExpressibleByArgument {}
