import Checks
import Foundation
import PostgresClient
import SchemaDSL
import SchemaModel

/// The checks of a project, run on its live databases.
enum CheckSession {
    /// Every check of the named databases: the declared ones, and the hand-written files beside them.
    ///
    /// - Parameter selectors: ids or their beginnings, databases, and paths of hand-written files, also outside of `checks/`.
    static func checks(_ context: CommandContext, _ databases: [String], matching selectors: [String] = []) throws
        -> [CompiledCheck]
    {
        let names = try context.names(databases)
        let all = try context.databaseNames
        let files = CheckFiles(root: context.root)
        let paths = Set(selectors.filter { $0.hasSuffix(".sql") }.map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 })
        var checks = try declared(context).filter { names.contains($0.database) }
        checks += try files.handWritten(names, of: all)
        let known = Set(checks.map(\.file))
        checks += try files.handWritten(in: paths.subtracting(known).sorted(), of: all).filter { names.contains($0.database) }
        mask(&checks, context)
        guard !selectors.isEmpty else { return checks }
        var chosen: Set<CompiledCheck> = []
        for selector in selectors {
            let path = selector.hasPrefix("./") ? String(selector.dropFirst(2)) : selector
            let found = checks.filter { check in
                let id = "\(check.id)"
                return id == selector || id.hasPrefix(selector + ".") || check.database == selector || check.file == path
            }
            guard !found.isEmpty else {
                let suggestion = Spelling.suggestion(for: selector, among: checks.map { "\($0.id)" })
                throw CommandError("no check is called `\(selector)`.\(suggestion) `plumb check --list` names them all.")
            }
            chosen.formUnion(found)
        }
        return checks.filter(chosen.contains)
    }

    /// A column that the declaration marks as sensitive is masked, also where a hand-written file names it as key.
    private static func mask(_ checks: inout [CompiledCheck], _ context: CommandContext) {
        let marks = Dictionary(
            context.project.databases.map { ($0.name, $0.exposures.owned) }, uniquingKeysWith: { first, _ in first })
        for place in checks.indices where checks[place].handWrittenFile != nil {
            guard let table = checks[place].table else { continue }
            let exposures = marks[checks[place].database] ?? [:]
            for column in checks[place].key.indices
            where exposures[.column(checks[place].key[column].name, of: table)] == .sensitive {
                checks[place].key[column].isSensitive = true
            }
            if let mark = checks[place].continuation?.column {
                let isKey = checks[place].key.contains { $0.name == mark && !$0.isSensitive }
                checks[place].continuation?.isShown = isKey || exposures[.column(mark, of: table)] == .unmasked
            }
        }
    }

    static func declared(_ context: CommandContext) throws -> [CompiledCheck] {
        try context.project.suites.flatMap { try $0.compiled() }
    }

    /// The plan of ``run(_:_:options:)``, database by database.
    static func plans(
        _ checks: [CompiledCheck], _ context: CommandContext, options: CheckOptions, past: CheckPast = CheckPast()
    ) async throws -> [CheckPlan] {
        var plans: [CheckPlan] = []
        for database in try context.databaseNames {
            let own = checks.filter { $0.database == database }
            guard !own.isEmpty else { continue }
            let settings = try context.configuration.settings(for: database)
            plans.append(
                try await CheckRunner(settings, options: options, marks: past.measurements).plan(own, database: database))
        }
        return plans
    }

    /// Runs the checks, database by database, each in one read-only snapshot.
    ///
    /// - Parameter reportsUnreached: whether a database that cannot be reached is reported, all its checks as ones that could not run, rather
    ///   than ending the run.
    static func run(
        _ checks: [CompiledCheck], _ context: CommandContext, options: CheckOptions, past: CheckPast = CheckPast(),
        reportsUnreached: Bool = false
    ) async throws -> CheckReport {
        if options.maxRows != nil || options.maxCost != nil {
            // Of several databases, none is run before all are known to be within the limits.
            let plans = try await plans(checks, context, options: options, past: past)
            let excess = plans.compactMap { $0.excess(maxRows: options.maxRows, maxCost: options.maxCost) }
            guard excess.isEmpty else { throw CheckError(.overBudget, excess.joined(separator: "\n")) }
        }
        var reports: [CheckReport] = []
        for database in try context.databaseNames {
            let own = checks.filter { $0.database == database }
            guard !own.isEmpty else { continue }
            Progress.note("\(database): \(Plural.text(own.count, "check")) …")
            let settings = try context.configuration.settings(for: database)
            var others: [String: ConnectionSettings] = [:]
            for name in Set(own.compactMap(\.otherDatabase)) where try context.configuration.names(name) {
                others[name] = try context.configuration.settings(for: name)
            }
            let runner = CheckRunner(settings, options: options, others: others, past: past.results, marks: past.measurements)
            do {
                reports.append(try await runner.run(own, database: database))
            } catch let error as PostgresError where reportsUnreached && error.code != .cancelled {
                Progress.note("plumb: \(database): \(error.withoutValues)")
                reports.append(
                    CheckRunner.notRun(own, database: database, because: "the database was not checked: \(error.withoutValues)"))
            }
        }
        guard var report = CheckReport.combined(reports) else {
            throw CommandError("there is no check to run: declare some, or write files into checks/")
        }
        // The checks of all databases share one budget of false alarms, so that they are judged together.
        AnomalyJudge.judge(&report, past: past.measurements, try context.configuration.anomalyPolicy)
        for place in report.results.indices {
            let file = context.root.appending(path: report.results[place].file)
            report.results[place].isFileWritten = FileManager.default.fileExists(atPath: file.path)
        }
        return report
    }
}
