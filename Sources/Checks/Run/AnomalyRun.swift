import Foundation
import PostgresClient
import SchemaModel

extension CheckSession {
    /// Measures the numbers of a check on anomalies. Its outcome is open until all checks of the run are measured.
    func measure(_ check: CompiledCheck, _ rule: AnomalyRule) async throws(PostgresError) -> CheckResult {
        let clock = ContinuousClock()
        let started = clock.now
        do {
            let row = try await ask(rule.query, limit: check.timeLimit).one()
            let rows: Int = try row.decode(0)
            var result = CheckResult(check, .skipped(reason: AnomalyJudge.open), started.duration(to: clock.now))
            result.rowsExamined = rows
            var place = 0
            for number in rule.numbers {
                if number.column != nil { place += 1 }
                result.measurements += try Self.measurements(number, rule.table, check.database, row, place, rows: rows)
            }
            return result
        } catch  where error.isOfOneStatement {
            return CheckResult(check, .error(message: error.explanation(for: check)), started.duration(to: clock.now))
        }
    }

    private static func measurements(
        _ number: AnomalyRule.Number, _ table: ObjectID, _ database: String, _ row: PostgresRow, _ place: Int, rows: Int
    ) throws(PostgresError) -> [DataMeasurement] {
        func measurement(_ name: String, _ value: Double?, _ unit: FigureUnit, share: Double? = nil) -> DataMeasurement {
            let title = share.map { $0 == 0.5 ? name : "\(name), quantile \($0)" } ?? (name.isEmpty ? "Rows" : name)
            var measurement = DataMeasurement(
                series: .init(database: database, kind: number.kind, subject: table.path, name: name, share: share),
                title: title, schema: table.schema, unit: unit,
                value: value.flatMap { $0.isFinite ? $0 : nil })
            measurement.isShown = number.isShown
            return measurement
        }
        let column = number.column ?? ""
        switch number.kind {
        case .rows, .figure, .mark: return [measurement("", Double(rows), .count)]
        case .age: return [measurement(column, try row.decode(place), .seconds)]
        case .nullShare:
            let filled: Int = try row.decode(place)
            return [measurement(column, rows == 0 ? nil : Double(rows - filled) / Double(rows), .share)]
        case .mean: return [measurement(column, try row.decode(place), .other(""))]
        case .quantile:
            let values: [Double]? = try row.decode(place)
            return AnomalyRule.shares.enumerated().map { index, share in
                measurement(
                    column, values.flatMap { $0.indices.contains(index) ? $0[index] : nil }, .other(""), share: share)
            }
        }
    }
}

/// Judges the checks on anomalies of a run, all together: they share one budget of false alarms.
package enum AnomalyJudge {
    /// The reason of a check that was measured and is not judged.
    static let open = "its numbers were measured, and not compared with earlier runs"

    /// Gives each measured check its outcome.
    ///
    /// - Parameter past: The numbers of earlier runs.
    package static func judge(_ report: inout CheckReport, past: [PastMeasurement], _ policy: AnomalyPolicy) {
        let places = report.results.indices.filter { isMeasured(report.results[$0]) }
        guard !places.isEmpty else { return }
        let now = places.flatMap { report.results[$0].measurements }
        let watched = Set(now.map(\.series.whole))
        let measured = now.map { PastMeasurement(started: report.started, series: $0.series, value: $0.value) }
        let earlier = past.filter { $0.started < report.started }
        let verdict = AnomalyDetector(earlier + measured, watching: watched, policy).newest()
        for place in places { judge(&report.results[place], verdict) }
    }

    private static func isMeasured(_ result: CheckResult) -> Bool {
        guard result.measurements.contains(where: { $0.series.kind != .mark }) else { return false }
        if case .error = result.outcome { return false }
        return true
    }

    private static func judge(_ result: inout CheckResult, _ verdict: AnomalyDetector.Verdict?) {
        let own = Set(result.measurements.map(\.series.whole))
        let judged = verdict?.judged.intersection(own) ?? []
        guard let verdict, !judged.isEmpty else {
            let needed = verdict?.neededRuns ?? 0
            result.outcome = .skipped(
                reason:
                    "there is not enough history yet: \(verdict?.comparedRuns ?? 0) earlier runs can be compared, and the budget of "
                    + "false alarms needs \(needed); `plumb nightly` keeps the numbers")
            result.failingRows = nil
            result.samples = []
            return
        }
        let shown = Dictionary(result.measurements.map { ($0.series.whole, $0.isShown) }, uniquingKeysWith: { $0 && $1 })
        let alarms = verdict.alarms.filter { own.contains($0.series) }
        result.failingRows = alarms.count
        result.outcome = alarms.isEmpty ? .passed : .failed
        result.samples = alarms.map { alarm in
            let isShown = shown[alarm.series] ?? false
            return SampleKey(
                columns: AnomalyRule.key.map(\.name),
                values: [
                    alarm.series.words, isShown ? alarm.series.kind.text(alarm.value) : SampleKey.mask,
                    isShown
                        ? "about \(alarm.series.kind.text(alarm.expected))"
                        : alarm.value > alarm.expected ? "less than now" : "more than now",
                ])
        }
        result.note =
            "compared with \(verdict.comparedRuns) earlier runs"
            + (judged.count < own.count
                ? "; \(own.count - judged.count) of \(own.count) numbers have too little history yet" : "")
    }
}

extension DataMeasurement.Series {
    /// Its name for people: `share of NULL in email`.
    package var words: String {
        switch kind {
        case .rows: "rows"
        case .age: "age of \(name)"
        case .nullShare: "share of NULL in \(name)"
        case .mean: "mean of \(name)"
        case .quantile: "distribution of \(name)"
        case .figure, .mark: name
        }
    }
}

extension DataMeasurement.Kind {
    /// A value of it for people.
    package func text(_ value: Double) -> String {
        switch self {
        case .rows: return CheckPlan.text(value)
        case .nullShare: return "\((value * 1000).rounded() / 10)%"
        case .age:
            if value < 5400 { return "\(Int((value / 60).rounded())) minutes" }
            return value < 172_800 ? "\((value / 360).rounded() / 10) hours" : "\((value / 8640).rounded() / 10) days"
        case .quantile: return "\((value * 1000).rounded() / 10)% of its width away"
        case .mean, .figure, .mark:
            guard value != 0, value.isFinite else { return "0" }
            let digits = pow(10, (3 - Double(log10(abs(value)).rounded(.up))))
            let rounded = (value * digits).rounded() / digits
            return abs(rounded) >= 1000 ? CheckPlan.text(rounded) : String(rounded)
        }
    }
}
