import Checks
import Foundation
import SchemaModel

/// The contents of the template `check-report`: words, without decisions left to make.
struct HTMLPage {
    let verdict: String
    let tone: String
    let sentence: String
    let databaseNames: String
    let databases: [Database]
    let started: String
    let duration: String
    let before: String?
    let hasPast: Bool
    let tallies: [Tally]
    let groups: [Group]
    let runID: String

    struct Database {
        let name: String
        let version: String
        let role: String
    }

    struct Tally {
        let number: String
        let name: String
        let tone: String
    }

    struct Group {
        let anchor: String
        let name: String
        let summary: String
        let checks: [Check]
    }

    struct Check {
        let word: String
        let tone: String
        let title: String
        let id: String
        let explanation: String?
        let failed: Bool
        let passed: Bool
        let failingIsBad: Bool
        let allowed: String
        let hasSamples: Bool
        let samples: [String]
        let file: String
        let isFileWritten: Bool
        let location: String?
        let failing: String
        let before: String
        let change: String?
        let changeTone: String
        let examined: String
        let trace: Sparkline?
        let time: String
    }
}

extension HTMLPage {
    init(_ report: CheckReport, trends: CheckTrends) {
        let counts = report.counts
        verdict = VerdictText.word(report.verdict)
        tone = report.verdict == .passed ? (counts.warned > 0 || counts.skipped > 0 ? "warn" : "good") : "bad"
        sentence = VerdictText.advice(report)
        databaseNames = report.databases.map(\.name).joined(separator: ", ")
        databases = report.databases.map { Database(name: $0.name, version: $0.serverVersion, role: $0.role) }
        started = Format.time(report.started)
        duration = Format.duration(.seconds(report.finished.timeIntervalSince(report.started)))
        before = trends.comparedWith.map(Format.time)
        hasPast = trends.comparedWith != nil
        runID = report.runID.uuidString.lowercased()
        tallies = [
            Tally(number: Format.count(counts.failed), name: "failed", tone: counts.failed > 0 ? "bad" : ""),
            Tally(number: Format.count(counts.errored), name: "errors", tone: counts.errored > 0 ? "bad" : ""),
            Tally(number: Format.count(counts.warned), name: "warnings", tone: counts.warned > 0 ? "warn" : ""),
            Tally(number: Format.count(counts.skipped), name: "skipped", tone: counts.skipped > 0 ? "warn" : ""),
            Tally(number: Format.count(counts.passed), name: "passed", tone: "good"),
        ]
        var order: [String] = []
        var byTable: [String: [CheckResult]] = [:]
        let several = report.databases.count > 1
        // Worst first holds for the groups too: a group stands where its worst check does.
        for result in report.worstFirst {
            let name = (several ? "\(result.database): " : "") + (result.table ?? "System catalog")
            if byTable[name] == nil { order.append(name) }
            byTable[name, default: []].append(result)
        }
        groups = order.enumerated().map { index, name in
            let results = byTable[name] ?? []
            let bad = results.count { $0.outcome != .passed }
            return Group(
                anchor: "group-\(index + 1)", name: name,
                summary: bad == 0 ? "\(results.count) passed" : "\(bad) of \(results.count) not passed",
                checks: results.map { Check($0, trends: trends) })
        }
    }
}

extension HTMLPage.Check {
    init(_ result: CheckResult, trends: CheckTrends) {
        switch (result.outcome, result.severity) {
        case (.passed, _): (word, tone) = ("Passed", "good")
        case (.failed, .error): (word, tone) = ("Failed", "bad")
        case (.failed, .warning): (word, tone) = ("Warning", "warn")
        case (.failed, .info): (word, tone) = ("Note", "warn")
        case (.error, _): (word, tone) = ("Error", "bad")
        case (.skipped, _): (word, tone) = ("Skipped", "warn")
        }
        title = Format.oneLine(result.title)
        id = result.id.rawValue
        explanation = result.outcome == .passed ? Format.more(result) : result.outcome.explanation.map(Format.joined)
        failed = result.outcome == .failed
        passed = result.outcome == .passed
        failingIsBad = result.outcome == .failed && (result.failingRows ?? 0) > 0
        allowed =
            (Format.failing(result) ?? "failed")
            + (result.threshold == .none ? "; none is allowed." : "; allowed: \(result.threshold).")
            + (Format.more(result).map { " \($0)." } ?? "")
        hasSamples = !result.samples.isEmpty
        samples = result.samples.map { Format.oneLine(Format.sample($0)) }
        file = result.file
        isFileWritten = result.isFileWritten
        location = result.location?.description
        failing = result.failingRows.map(Format.count) ?? "–"
        examined = result.rowsExamined.map(Format.count) ?? "–"
        time = Format.duration(result.duration)
        let past = trends.compared(result)
        before = past.map { $0.failingRows.map(Format.count) ?? $0.outcome } ?? "new"
        if let was = past?.failingRows, let now = result.failingRows, was != now {
            change = now > was ? "+\(Format.count(now - was))" : "−\(Format.count(was - now))"
            changeTone = now > was ? "bad" : "good"
        } else {
            change = nil
            changeTone = ""
        }
        trace = Sparkline(past: trends.line(result), today: result)
    }
}
