import Checks
import Foundation
#if Lint
import Lint
#endif
import Migrator
import PostgresClient
import Queries
import Reports
import SchemaDSL
import SchemaDocs
import SchemaModel

/// The steps of the gate, in order; a later one that needs an earlier one is skipped when that failed.
struct Gate {
    let context: CommandContext
    let configuration: Configuration
    let options: CheckOptions
    let history: HistoryOptions
    private(set) var isOverBudget = false
    private let databaseNames: [String]
    #if Lint
    /// The findings of lint, once it ran.
    private(set) var findings: LintResult?
    #endif
    private var steps: [GateStep] = []
    private var checks: CheckReport?

    init(context: CommandContext, options: CheckOptions, history: HistoryOptions) throws {
        self.context = context
        configuration = try context.configuration
        databaseNames = try context.names([])
        self.options = options
        self.history = history
    }

    mutating func run() async -> GateReport {
        let started = Date()
        let context = context
        let isDeclared = await step("declaration") {
            try await Self.declaration(context)
        }
        await step("checks/ is up to date") { try Self.checkFiles(context) }
        if context.project.databases.isEmpty {
            skip("docs/schema/ is up to date", because: "`plumb docs` describes databases that are declared in Swift")
        } else if DocumentationFolder(root: context.root).exists {
            await step("docs/schema/ is up to date") { try Self.documentation(context) }
        } else {
            skip("docs/schema/ is up to date", because: "there is none yet; `plumb docs` writes it")
        }
        if isDeclared { await lint() } else { skip("lint", because: "the declaration does not load") }
        for name in databaseNames {
            guard isDeclared else {
                skip("\(name): migrations", because: "the declaration does not load")
                continue
            }
            await step("\(name): migrations/ is up to date") { try await Self.current(context, name) }
            await step("\(name): migrations go forward and back") { try await Self.proof(context, name) }
            guard configuration.names(name) else {
                skip(
                    "\(name): drift",
                    because: "no URL is given: set \(Configuration.variable(name)), or databases.\(name).url in plumbline.yml")
                skip(
                    "\(name): checks",
                    because: "no URL is given: set \(Configuration.variable(name)), or databases.\(name).url in plumbline.yml")
                continue
            }
            await step("\(name): no drift") { try await Self.drift(context, name) }
        }
        await runChecks()
        return GateReport(started: started, finished: Date(), steps: steps, checks: checks)
    }

    /// Runs a step, whose body returns the problems, one per line; none when it passes.
    @discardableResult
    private mutating func step(_ name: String, _ body: () async throws -> [String]) async -> Bool {
        Progress.note("gate: \(name) …")
        let clock = ContinuousClock()
        let start = clock.now
        do {
            let problems = try await body()
            let outcome: GateOutcome = problems.isEmpty ? .passed : .failed
            steps.append(GateStep(name: name, outcome: outcome, detail: problems, duration: clock.now - start))
            return problems.isEmpty
        } catch {
            steps.append(
                GateStep(name: name, outcome: .error(message: ErrorText.text(error)), duration: clock.now - start))
            return false
        }
    }

    private mutating func skip(_ name: String, because reason: String) {
        steps.append(GateStep(name: name, outcome: .skipped(reason: reason)))
    }

    #if Lint
    /// Errors fail the gate; warnings and notes are in the SARIF file and in `plumb lint`.
    private mutating func lint() async {
        let (context, configuration) = (context, configuration)
        var found: LintResult?
        await step("lint: declarations and migrations") {
            let options = try configuration.lint?.options() ?? LintOptions()
            let result = try await LintProject(context: context, options: options).lint([], live: false)
            found = result
            return result.findings.filter { $0.severity == .error }.map { "\($0.path):\($0.line): \($0.code) \($0.message)" }
        }
        findings = found
    }
    #else
    private mutating func lint() {
        skip("lint: declarations and migrations", because: "this command was built without the package trait Lint")
    }
    #endif

    private mutating func runChecks() async {
        let context = context
        let (options, history) = (options, history)
        let named = databaseNames.filter(configuration.names)
        guard !named.isEmpty else { return }
        // What keeps the checks from being read, the step itself reports.
        if let checks = try? CheckSession.checks(context, named), checks.isEmpty {
            return skip("checks on live data", because: "no check is declared, and checks/ has none")
        }
        var report: CheckReport?
        var excess = false
        await step("checks on live data") {
            let checks = try CheckSession.checks(context, named)
            let past = try await history.past(of: checks, context)
            let result: CheckReport
            do {
                result = try await CheckSession.run(checks, context, options: options, past: past)
            } catch let error as CheckError where error.code == .overBudget {
                excess = true
                throw error
            }
            report = result
            guard result.verdict.exitStatus != 0 else { return [] }
            guard result.counts.skipped < result.counts.total else {
                return [
                    "none of \(Plural.text(result.counts.total, "check")) could be run here: `plumb check` says why each was skipped"
                ]
            }
            return [
                "\(result.counts.failed) of \(result.counts.total) checks failed, \(result.counts.errored) could not run"
            ]
        }
        checks = report?.showing(keys: options.samples)
        isOverBudget = excess
    }

    private static func declaration(_ context: CommandContext) async throws -> [String] {
        var problems: [String] = []
        let library = try QuerySession.library(context)
        for name in try context.databaseNames {
            let found = context.project.databases.first { $0.name == name }?.validate() ?? []
            problems += found.map { "\($0)" }
            guard found.isEmpty else { continue }
            let generator: MigrationGenerator
            do {
                generator = try await Self.generator(context, name)
            } catch {
                problems.append(ErrorText.text(error))
                continue
            }
            do {
                _ = try await generator.declaredState(validating: true) { connection in
                    let queries = try await library.problems(of: name, on: connection)
                    problems += queries.found
                    for query in queries.unasked { Progress.note("gate: not checked: \(query)") }
                    problems += try await Self.problems(ofChecks: name, context, connection)
                }
            } catch {
                problems.append(ErrorText.text(error))
            }
        }
        return problems
    }

    /// Hand-written checks that do not fit the declared schema, such as one that reads a column that is gone.
    private static func problems(
        ofChecks database: String, _ context: CommandContext, _ connection: PostgresConnection
    ) async throws -> [String] {
        let checks = try CheckSession.checks(context, [database]).filter { $0.handWrittenFile != nil }
        let owned = try await context.databases([database]).first?.scope.schemas ?? []
        var problems = try await CompiledCheck.missing(checks, on: connection).flatMap { check, missing in
            // What others own may be there on one server and not on another: such a check is skipped.
            missing.filter { $0.schema.map(owned.contains) == true }.map { requirement in
                "\(check.location?.description ?? check.file): \(check.id) names \(requirement), which is not declared"
            }
        }
        for check in checks {
            guard case .query(let sql) = check.form else { continue }
            let statement = "EXPLAIN SELECT FROM (\n\(sql)\n) AS failing"
            do {
                try await connection.query(statement)
            } catch {
                let place = error.place(in: check, of: statement).map(\.words) ?? check.location?.description ?? check.file
                problems.append(
                    "\(place): \(check.id) does not fit the declared schema: \(error.message)"
                )
            }
        }
        return problems
    }

    private static func checkFiles(_ context: CommandContext) throws -> [String] {
        // A hand-written file that cannot be read is a problem of this step too.
        _ = try CheckSession.checks(context, [])
        return try staleCheckFiles(context)
    }

    private static func staleCheckFiles(_ context: CommandContext) throws -> [String] {
        try CheckFiles(root: context.root).stale(
            try CheckSession.declared(context), databases: try context.databaseNames
        ).map(\.description)
    }

    private static func documentation(_ context: CommandContext) throws -> [String] {
        try DocumentationFolder(root: context.root).stale(try context.documentation).map(\.description)
    }

    private static func current(_ context: CommandContext, _ name: String) async throws -> [String] {
        return try await generator(context, name).pending().map { "not in migrations/ yet: \($0)" }
    }

    private static func proof(_ context: CommandContext, _ name: String) async throws -> [String] {
        _ = try await generator(context, name).proveAll()
        return []
    }

    private static func generator(_ context: CommandContext, _ name: String) async throws -> MigrationGenerator {
        guard let database = try await context.databases([name]).first else {
            throw CommandError("there is no database `\(name)` in this project")
        }
        return MigrationGenerator(try await context.migrations, database, host: try await context.scratchHost())
    }

    private static func drift(_ context: CommandContext, _ name: String) async throws -> [String] {
        var lines: [String] = []
        try await LiveSession.each([name]) { live, _ in
            let comparison = try await live.compare()
            lines = comparison.differences
            for item in comparison.unmodelled { Progress.note("\(name): not modeled, and so not compared: \(item)") }
        }
        return lines
    }
}
