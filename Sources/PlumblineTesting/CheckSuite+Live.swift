import Foundation
public import Checks
public import PostgresClient
import SchemaDSL
public import Testing

/// A declared check as a case of a test, asked of the live data that `PLUMBLINE_LIVE_URL_<DATABASE>` names.
///
///     @Suite(.liveDatabase(of: MyChecks.suite)) struct LiveData {
///         @Test(arguments: MyChecks.suite.cases)
///         func holds(_ check: CheckCase) async throws { try await check.expectToHold() }
///     }
///
/// All cases of a database share one run, and with it one snapshot and one scan of each table.
public struct CheckCase: Sendable, CustomTestStringConvertible {
    private let content: Content

    private enum Content: Sendable {
        case check(CompiledCheck, suite: LiveSuite)
        /// The declaration contradicts itself: the one case says so.
        case problem(String)
    }

    /// The check's id.
    public var testDescription: String {
        switch content {
        case .check(let check, _): check.id.rawValue
        case .problem: "the declaration of the checks"
        }
    }

    fileprivate init(_ check: CompiledCheck, _ suite: LiveSuite) { content = .check(check, suite: suite) }
    fileprivate init(problem: String) { content = .problem(problem) }

    /// Records an issue when the check fails or cannot be answered: a warning when its severity is below error.
    ///
    /// A check that cannot be asked of this database is cancelled with the reason.
    /// - Throws: `PostgresError` and `CheckError` when there is no run at all.
    public func expectToHold(sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws {
        switch content {
        case .problem(let message): Issue.record("\(message)", sourceLocation: sourceLocation)
        case .check(let check, let suite):
            guard let result = try await suite.report().results.first(where: { $0.id == check.id }) else {
                Issue.record("the run has no result of \(check.id)", sourceLocation: sourceLocation)
                return
            }
            try result.record(sourceLocation)
        }
    }
}

extension CheckSuite {
    /// Each check as a case of a test, asked of the database that `PLUMBLINE_LIVE_URL_<DATABASE>` names.
    public var cases: [CheckCase] { cases(at: nil, options: nil) }

    /// Each check as a case of a test, asked of this database. A role that is a superuser is refused unless it is allowed.
    public func cases(at settings: ConnectionSettings, allowsSuperuser: Bool = false) -> [CheckCase] {
        cases(at: .some(settings), options: .some(CheckOptions(allowsSuperuser: allowsSuperuser)))
    }

    private func cases(at settings: ConnectionSettings?, options: CheckOptions?) -> [CheckCase] {
        do {
            let checks = try compiled()
            let live = LiveSuite(database: database.name, checks: checks, settings: settings, options: options)
            return checks.map { CheckCase($0, live) }
        } catch {
            return [CheckCase(problem: error.message)]
        }
    }
}

extension CheckResult {
    fileprivate func record(_ place: Testing.SourceLocation) throws {
        switch outcome {
        case .passed: break
        case .skipped(let reason): try Test.cancel("\(id) was not run: \(reason)", sourceLocation: place)
        case .error(let message): Issue.record("\(title): no answer: \(message)", sourceLocation: place)
        case .failed:
            let share = rowsExamined.map { " of \($0) rows" } ?? ""
            let such = samples.isEmpty ? "" : ", such as \(samples.map(\.description).joined(separator: "; "))"
            let text = "\(title): \(failingRows ?? 0)\(share) fail (allowed: \(threshold))\(such); psql -f \(file) shows all"
            Issue.record("\(text)", severity: severity == .error ? .error : .warning, sourceLocation: place)
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips, and says so, where no URL of the suite's live database is given.
    public static func liveDatabase(of suite: CheckSuite) -> ConditionTrait {
        let variable = LiveSuite.variable(suite.database.name)
        return .enabled(
            if: LiveSuite.url(suite.database.name) != nil,
            "set \(variable) to the URL of the live database, with a role that may SELECT, to test its data")
    }
}

/// One run for all cases of a database.
private actor LiveSuite {
    private let database: String
    private let checks: [CompiledCheck]
    /// Where it is, when the environment does not say it.
    private let settings: ConnectionSettings?
    private let options: CheckOptions?
    private var run: Task<CheckReport, any Error>?

    init(database: String, checks: [CompiledCheck], settings: ConnectionSettings?, options: CheckOptions?) {
        self.database = database
        self.checks = checks
        self.settings = settings
        self.options = options
    }

    static func variable(_ database: String) -> String {
        "PLUMBLINE_LIVE_URL_" + String(database.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    static func url(_ database: String) -> String? {
        let url = ProcessInfo.processInfo.environment[variable(database)]
        return url?.isEmpty == false ? url : nil
    }

    func report() async throws -> CheckReport {
        if let run { return try await run.value }
        let settings = try settings ?? Self.settings(database)
        let environment = ProcessInfo.processInfo.environment
        let options = options ?? CheckOptions(allowsSuperuser: environment["PLUMBLINE_ALLOW_SUPERUSER"] == "1")
        var others: [String: ConnectionSettings] = [:]
        for name in Set(checks.compactMap(\.otherDatabase)) where Self.url(name) != nil { others[name] = try Self.settings(name) }
        let run = Task { [checks, database, others] in
            try await CheckRunner(settings, options: options, others: others).run(checks, database: database)
        }
        self.run = run
        return try await run.value
    }

    private static func settings(_ database: String) throws -> ConnectionSettings {
        guard let url = url(database) else {
            throw CheckError(.notConfigured, "\(variable(database)) is not set; add .liveDatabase(of:) to the suite's traits")
        }
        return try ConnectionSettings(url: url)
    }
}
