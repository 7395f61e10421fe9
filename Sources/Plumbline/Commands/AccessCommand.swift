import ArgumentParser
import Checks
import Migrator
import PostgresClient
import Reports
import SchemaModel

struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Show which rows each role reaches through row-level security, as the server answers.",
        discussion: """
            Identities (a role, its claims, a tenant) are declared in Swift (AccessSuite) or in plumbline.yml (databases.NAME.access). Each is \
            tried on each table. Reading is tried on the live database, in one read-only transaction: SET ROLE, the claims, and a count. \
            INSERT, UPDATE and DELETE are tried on a scratch copy of the declared schema. The connection's role must be a member of the \
            roles that are tried, and have BYPASSRLS.

            Exit status 1: a finding of severity error, or a table that could not be read. 2: nothing could be read.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

    @Option(help: "The database; all that have identities when it is left out. Can be repeated.") var database: [String] = []
    @Option(help: "text, json or markdown.") var format = Form.text
    @Flag(help: "Do not judge writing, which needs a scratch server.") var readsOnly = false
    @Flag(help: "Run even as a superuser, whom a read-only transaction does not fully restrict.") var allowSuperuser = false
    @OptionGroup var limits: CheckLimits

    func run() async throws {
        let context = try CommandContext.get()
        let suites = try Self.suites(context, try context.names(database))
        guard !suites.isEmpty else {
            throw CommandError(
                "no identity is declared: declare an AccessSuite in Swift, or identities in plumbline.yml, databases.NAME.access, each with "
                    + "a role")
        }
        var matrices: [AccessMatrix] = []
        for suite in suites {
            Progress.note("\(suite.database): \(Plural.text(suite.identities.count, "identity", "identities")) …")
            let settings = try context.configuration.settings(for: suite.database)
            let runner = CheckRunner(settings, options: limits.options(allowsSuperuser: allowSuperuser))
            var matrix = try await runner.access(suite)
            await judgeWriting(suite, &matrix, context)
            matrices.append(matrix)
        }
        switch format {
        case .text: print(matrices.map { TextReport.render($0, style: .terminal()) }.joined(separator: "\n"), terminator: "")
        case .json: print(try JSONReport.render(matrices), terminator: "")
        case .markdown: print(matrices.map(MarkdownReport.render).joined(separator: "\n"), terminator: "")
        }
        let verdict = matrices.map(\.verdict).reduce(.passed, Verdict.worse)
        if verdict.exitStatus != 0 { throw ExitCode(verdict.exitStatus) }
    }

    /// The suites of these databases; one that Swift declares comes before one of the configuration.
    private static func suites(_ context: CommandContext, _ names: [String]) throws -> [AccessSuite] {
        var suites: [AccessSuite] = []
        for name in names {
            suites += context.project.access.filter { $0.database == name }
            if let entry = try context.configuration.databases?[name]?.access { suites.append(try entry.suite(name)) }
        }
        return suites
    }

    /// Tries to write on a scratch copy. Where there is none, the matrix says why.
    private func judgeWriting(_ suite: AccessSuite, _ matrix: inout AccessMatrix, _ context: CommandContext) async {
        guard !readsOnly else {
            matrix.writesNotJudged = "--reads-only"
            return
        }
        do {
            guard let declared = try await context.databases([suite.database]).first else { return }
            Progress.note("\(suite.database): trying to write on a scratch copy …")
            let generator = MigrationGenerator(
                try await context.migrations, declared,
                host: try await context.scratchServer(major: context.configuration.postgres))
            var judged = matrix
            _ = try await generator.declaredState(validating: false) { connection in
                _ = try await ScratchRows.plant(on: connection)
                try await AccessTrial(on: connection, suite).run(into: &judged)
            }
            matrix = judged
        } catch {
            matrix.writesNotJudged = "no scratch copy could be used: \((error as? PostgresError)?.withoutValues ?? "\(error)")"
        }
    }
}
