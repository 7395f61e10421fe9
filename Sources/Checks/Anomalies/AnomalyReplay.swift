package import struct Foundation.Date
import SchemaModel

/// The alarms that a history would have raised.
package struct AnomalyReplay: Sendable, Hashable {
    /// Of the runs with at least one alarm, oldest first.
    package var alarms: [AnomalyDetector.Verdict]
    /// The runs that there are numbers of.
    package var runs: Int
    /// The runs that could have raised an alarm: those with enough history before them.
    package var judged: Int
    package var from: Date?
    package var to: Date?
    /// The earlier runs that are needed before there can be an alarm.
    package var neededRuns: Int
    package var policy: AnomalyPolicy

    /// Judges every run of a history as it would have been judged then.
    package init(_ past: [PastMeasurement], watching series: Set<DataMeasurement.Series>, _ policy: AnomalyPolicy) {
        let detector = AnomalyDetector(past, watching: Set(series.map(\.whole)), policy)
        let verdicts = detector.replay()
        alarms = verdicts.filter { !$0.alarms.isEmpty }
        runs = verdicts.count
        judged = verdicts.count { !$0.judged.isEmpty }
        from = verdicts.first?.run
        to = verdicts.last?.run
        neededRuns = detector.neededRuns
        self.policy = policy
    }
}

extension CompiledCheck {
    /// The series that a check on anomalies watches; none of another check.
    package var watchedSeries: [DataMeasurement.Series] {
        guard case .anomalies(let rule) = form else { return [] }
        return rule.numbers.map {
            DataMeasurement.Series(database: database, kind: $0.kind, subject: rule.table.path, name: $0.column ?? "")
        }
    }
}
