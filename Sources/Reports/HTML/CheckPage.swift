import Checks
import Foundation
import SchemaModel

/// The content of the template `check-report`: words and charts, no decisions left to make.
struct CheckPage {
    let verdict: String
    let tone: String
    let headline: String
    let advice: String
    let databaseNames: String
    let databases: [Database]
    let started: String
    let duration: String
    let before: String?
    let tallies: [Tally]
    let health: [Health]
    let runs: String?
    let hasChanges: Bool
    let changes: [ChangeGroup]
    let unchanged: String?
    let problems: [String]
    let hasProblems: Bool
    let facets: [Facet]
    let checkCount: String
    let attention: [Check]
    let hasAttention: Bool
    let skipped: [Check]
    let skippedCount: String?
    let passed: [Group]
    let passedCount: String?
    let trends: [TrendSection]
    let hasTrends: Bool
    let runID: String

    struct Database {
        let name: String
        let version: String?
        let role: String
    }

    struct Tally {
        let number: String
        let name: String
        let tone: String
        let state: String
    }

    /// How many checks of a dimension pass.
    struct Health {
        let name: String
        let about: String
        let passed: String
        let width: String
        let tone: String
        let note: String
    }

    struct ChangeGroup {
        let title: String
        let tone: String
        let items: [Change]
    }

    struct Change {
        let anchor: String?
        let title: String
        let note: String?
    }

    /// A list to choose from.
    struct Facet {
        let key: String
        let label: String
        let options: [Option]
    }

    struct Option {
        let value: String
        let label: String
    }

    struct Group {
        let name: String
        let count: String
        let checks: [Check]
    }

    /// How many checks that need somebody are unfolded; where there are more, their titles must stay readable as a list.
    private static let mostOpen = 10

    init(_ report: CheckReport, trends: CheckTrends, measurements: Measurements) {
        let counts = report.counts
        let changed = CheckChanges(report, trends)
        verdict = VerdictText.word(report.verdict)
        tone = report.verdict == .passed ? (counts.warned > 0 || counts.skipped > 0 ? "warn" : "good") : "bad"
        headline = VerdictText.headline(report, changed, trends)
        advice = VerdictText.advice(report)
        databaseNames = report.databases.map(\.name).joined(separator: ", ")
        databases = report.databases.map {
            Database(name: $0.name, version: $0.isReached ? $0.serverVersion : nil, role: $0.role)
        }
        started = Format.time(report.started)
        duration = Format.duration(.seconds(report.finished.timeIntervalSince(report.started)))
        before = trends.comparedWith.map(Format.time)
        runID = report.runID.uuidString.lowercased()
        checkCount = Format.plural(report.results.count, "check")
        tallies = [
            Tally(number: Format.count(counts.failed), name: "failed", tone: counts.failed > 0 ? "bad" : "", state: "failed"),
            Tally(
                number: Format.count(counts.errored), name: "could not run", tone: counts.errored > 0 ? "bad" : "",
                state: "errored"),
            Tally(
                number: Format.count(counts.warned), name: counts.warned == 1 ? "warning" : "warnings",
                tone: counts.warned > 0 ? "warn" : "", state: "warning"),
            Tally(number: Format.count(counts.skipped), name: "skipped", tone: "", state: "skipped"),
            Tally(number: Format.count(counts.passed), name: "passed", tone: counts.passed > 0 ? "good" : "", state: "passed"),
        ]
        health = QualityDimension.allCases.compactMap { Health($0, report) }
        runs =
            RunChart(
                runs: trends.runs.map { .init(date: $0.started, bad: $0.bad, warned: $0.warned) }
                    + [.init(date: report.started, bad: counts.failed + counts.errored, warned: counts.warned)]
            ).svg
        changes = trends.comparedWith == nil ? [] : ChangeGroup.all(changed)
        hasChanges = !changes.isEmpty
        unchanged =
            trends.comparedWith == nil
            ? "There is no earlier run to compare with." : changes.isEmpty ? "Nothing changed since that run." : nil
        problems = measurements.problems.map(Format.oneLine)
        hasProblems = !problems.isEmpty
        facets = Facet.all(report)
        let results = report.worstFirst
        func bad(_ result: CheckResult) -> Bool {
            switch result.outcome {
            case .failed, .error: true
            case .passed, .skipped: false
            }
        }
        func isSkipped(_ result: CheckResult) -> Bool {
            switch result.outcome {
            case .skipped: true
            case .passed, .failed, .error: false
            }
        }
        attention = results.filter(bad).enumerated().map { Check($1, trends, report, isOpen: $0 < Self.mostOpen) }
        hasAttention = !attention.isEmpty
        skipped = results.filter(isSkipped).map { Check($0, trends, report) }
        skippedCount = skipped.isEmpty ? nil : Format.plural(skipped.count, "check")
        let passing = results.filter { $0.outcome == .passed }
        passed = Group.all(passing, trends, report)
        passedCount = passing.isEmpty ? nil : Format.plural(passing.count, "check")
        self.trends = TrendSection.all(measurements, trends, report)
        hasTrends = !self.trends.isEmpty
    }
}

extension CheckPage.Health {
    /// Nil for a dimension without a check.
    init?(_ dimension: QualityDimension, _ report: CheckReport) {
        let counts = CheckCounts(of: report.results.filter { $0.dimension == dimension })
        let answered = counts.total - counts.skipped
        guard counts.total > 0 else { return nil }
        (name, about) =
            switch dimension {
            case .completeness: ("Completeness", "nothing is missing")
            case .validity: ("Validity", "values have the right form")
            case .uniqueness: ("Uniqueness", "nothing is there twice")
            case .consistency: ("Consistency", "tables and databases agree")
            case .timeliness: ("Timeliness", "data is current")
            case .volume: ("Volume", "as much data as expected")
            case .operation: ("Operation", "indexes, rights and jobs")
            }
        passed = answered == 0 ? "none run" : "\(counts.passed) of \(answered)"
        // One failed check of hundreds must still be seen.
        let share = answered == 0 ? 0 : Double(counts.passed) * 100 / Double(answered)
        width = Format.fixed(share == 100 ? 100 : min(share, 94), 1)
        tone = counts.failed + counts.errored > 0 ? "bad" : counts.warned > 0 || answered == 0 ? "warn" : "good"
        let notes = [
            counts.failed > 0 ? "\(counts.failed) failed" : nil,
            counts.errored > 0 ? "\(counts.errored) could not run" : nil,
            counts.warned > 0 ? Format.plural(counts.warned, "warning") : nil,
            counts.skipped > 0 ? "\(counts.skipped) skipped" : nil,
        ].compactMap(\.self)
        note = notes.joined(separator: ", ")
    }
}

extension CheckPage.ChangeGroup {
    private static let most = 12

    /// The groups that are not empty, what must be acted on first.
    static func all(_ changes: CheckChanges) -> [CheckPage.ChangeGroup] {
        func change(_ result: CheckResult, _ note: String? = nil) -> CheckPage.Change {
            CheckPage.Change(anchor: CheckPage.anchor(result), title: Format.oneLine(result.title), note: note)
        }
        func grown(_ grown: CheckChanges.Grown) -> CheckPage.Change {
            change(grown.result, "\(Format.count(grown.before)) → \(Format.plural(grown.now, "row"))")
        }
        func failing(_ isChosen: (CheckResult) -> Bool) -> [CheckPage.Change] {
            changes.failing.filter(isChosen).map { change($0, Format.failing($0)) }
        }
        return [
            group("newly failing", "bad", failing { $0.severity == .error && !changes.isNew($0) }),
            group("newly a warning", "warn", failing { $0.severity != .error && !changes.isNew($0) }),
            group("can no longer be run", "bad", changes.unanswered.filter { !changes.isNew($0) }.map { change($0) }),
            group("new and failing", "bad", failing { $0.severity == .error && changes.isNew($0) }),
            group("new and a warning", "warn", failing { $0.severity != .error && changes.isNew($0) }),
            group("new and cannot be run", "bad", changes.unanswered.filter(changes.isNew).map { change($0) }),
            group("got worse", "bad", changes.worse.map(grown)),
            group("got better", "good", changes.better.map(grown)),
            group("fixed", "good", changes.fixed.map { change($0) }),
            group("new and not failing", "", changes.added.map { change($0) }),
            group(
                "no longer among the checks", "warn",
                changes.gone.map { CheckPage.Change(anchor: nil, title: $0.check.rawValue, note: $0.database) }),
        ].compactMap(\.self)
    }

    private static func group(_ title: String, _ tone: String, _ items: [CheckPage.Change]) -> CheckPage.ChangeGroup? {
        guard !items.isEmpty else { return nil }
        var shown = Array(items.prefix(most))
        if items.count > most {
            shown.append(CheckPage.Change(anchor: nil, title: "and \(items.count - most) more", note: nil))
        }
        return CheckPage.ChangeGroup(title: "\(Format.count(items.count)) \(title)", tone: tone, items: shown)
    }
}

extension CheckPage.Facet {
    /// The lists that have something to choose.
    static func all(_ report: CheckReport) -> [CheckPage.Facet] {
        func facet(_ key: String, _ label: String, _ values: [String?]) -> CheckPage.Facet? {
            let known = Set(values.compactMap(\.self)).sorted()
            guard known.count > 1 || (known.count == 1 && values.contains(nil)) else { return nil }
            return CheckPage.Facet(
                key: key, label: label,
                options: known.map { CheckPage.Option(value: Format.oneLine($0), label: Format.oneLine($0)) })
        }
        let results = report.results
        return [
            facet("database", "Database", results.map(\.database)), facet("schema", "Schema", results.map(\.schema)),
            facet("dimension", "Dimension", results.map(\.dimension.rawValue)),
            facet("severity", "Severity", results.map(\.severity.rawValue)),
            facet("owner", "Owner", results.map(\.labels.owner)),
            facet("tag", "Tag", results.flatMap { $0.labels.tags.isEmpty ? [nil] : $0.labels.tags.map(Optional.some) }),
        ].compactMap(\.self)
    }
}

extension CheckPage.Group {
    /// By table, in the order of their names.
    static func all(_ results: [CheckResult], _ trends: CheckTrends, _ report: CheckReport) -> [CheckPage.Group] {
        let several = report.databases.count > 1
        let groups = Dictionary(grouping: results) {
            (several ? "\($0.database): " : "") + ($0.table ?? "The database itself")
        }
        return groups.sorted { $0.key < $1.key }.map { name, results in
            CheckPage.Group(
                name: name, count: Format.plural(results.count, "check"),
                checks: results.map { CheckPage.Check($0, trends, report) })
        }
    }
}
