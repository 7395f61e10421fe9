package import Foundation

/// Tells which of many watched numbers are unusual, with a bound on the false alarms of all of them together.
///
/// Each run has one number: the largest score of all its series. It is compared with that of earlier runs: under the hypothesis that
/// nothing is wrong, runs are exchangeable, so the rank of the newest among n + 1 is uniform, and
/// p = (1 + number of earlier runs that scored as high) / (n + 1) is a valid p-value whatever the scores are (conformal prediction; Vovk,
/// Gammerman and Shafer, Algorithmic Learning in a Random World, 2005). The largest score of a run makes it one test for all series,
/// however they depend on each other (Westfall and Young, Resampling-Based Multiple Testing, 1993). An alarm is raised where p is at
/// most the budget's share of one run: so the expected number of runs with a false alarm in a period is at most the budget. A
/// p-value can be that small only when there are at least 1 / share - 1 earlier runs; with fewer, no alarm is raised.
package struct AnomalyDetector: Sendable {
    private let policy: AnomalyPolicy
    private let runs: [Date]
    private let series: [DataMeasurement.Series]
    private let scores: [[Double?]]
    private let expected: [[Double?]]
    private let values: [[Double?]]
    private let schedule: RunSchedule

    /// Earlier runs that a run is compared with, at most.
    static let mostRuns = 240

    /// A number that is unusual.
    package struct Alarm: Sendable, Hashable {
        package var series: DataMeasurement.Series
        package var value: Double
        /// The value that the values before it predict.
        package var expected: Double
        /// The p-value of its run.
        package var p: Double
    }

    /// The result of judging one run.
    package struct Verdict: Sendable, Hashable {
        package var run: Date
        package var alarms: [Alarm] = []
        /// The series that were judged.
        package var judged: Set<DataMeasurement.Series> = []
        /// The earlier runs that they were compared with.
        package var comparedRuns = 0
        /// The earlier runs that are needed before there can be an alarm.
        package var neededRuns: Int
    }

    /// - Parameter measurements: The numbers of all runs, also of the one to be judged; those of series that are not watched are left out.
    package init(_ measurements: [PastMeasurement], watching watched: Set<DataMeasurement.Series>, _ policy: AnomalyPolicy) {
        self.policy = policy
        // The distribution of a column is one series, made of those of its quantiles.
        let known = measurements.filter { watched.contains($0.series.whole) }
        runs = Set(known.map(\.started)).sorted()
        schedule = RunSchedule(runs, policy)
        let places = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($1, $0) })
        var table: [DataMeasurement.Series: [Double?]] = [:]
        for measurement in known {
            guard let place = places[measurement.started] else { continue }
            table[measurement.series, default: Array(repeating: nil, count: runs.count)][place] = measurement.value
        }
        for (whole, parts) in Dictionary(grouping: table.keys.filter { $0.share != nil }, by: \.whole) {
            table[whole] = Self.distances(parts.sorted { ($0.share ?? 0) < ($1.share ?? 0) }.compactMap { table[$0] })
            for part in parts { table[part] = nil }
        }
        series = table.keys.sorted { "\($0)" < "\($1)" }
        values = series.map { table[$0] ?? [] }
        let (dates, runSchedule) = (runs, schedule)
        let found = zip(series, values).map { one, values in
            let whole = SeriesScores(values, dates, runSchedule, scale: one.kind.scale, onlyAbove: one.kind.isWorseAbove)
            return one.kind == .rows ? whole.preferring(stepsOf: values, dates, runSchedule) : whole
        }
        scores = found.map(\.scores)
        expected = found.map(\.expected)
    }

    /// How far the quantiles of each run are from those of the runs before it, as a part of the width of the distribution.
    private static func distances(_ quantiles: [[Double?]]) -> [Double?] {
        guard let count = quantiles.first?.count else { return [] }
        return (0..<count).map { run in
            var sum = 0.0
            var middles: [Double] = []
            for line in quantiles {
                let past = line[..<run].suffix(28).compactMap(\.self)
                guard let now = line[run], past.count >= 7 else { return nil }
                let middle = SeriesScores.median(past)
                middles.append(middle)
                sum += abs(now - middle)
            }
            guard let low = middles.first, let high = middles.last else { return nil }
            let width = max(high - low, abs(high) * 0.01, 1e-9)
            return sum / Double(quantiles.count) / width
        }
    }

    /// The share of the budget that one run has.
    var level: Double { min(0.5, policy.falseAlarms / schedule.runs(in: policy.days)) }

    /// The earlier runs that are needed for a p-value as small as ``level``.
    var neededRuns: Int { max(1, Int((1 / level - 1e-9).rounded(.up)) - 1) }

    /// The verdict on the newest run; nil where no number was ever measured.
    package func newest() -> Verdict? { runs.indices.last.map(verdict) }

    /// The verdict that each run would have had, oldest first.
    package func replay() -> [Verdict] { runs.indices.map(verdict) }

    private func verdict(_ run: Int) -> Verdict {
        var verdict = Verdict(run: runs[run], neededRuns: neededRuns)
        let window = max(0, run - max(Self.mostRuns, 2 * neededRuns))..<run
        // A number that is not known of enough earlier runs waits. A run in which a judged number is missing is not compared.
        let candidates = series.indices.filter { scores[$0][run] != nil }
            .map { one in (series: one, runs: Set(window.filter { scores[one][$0] != nil })) }
            .sorted { ($0.runs.count, $1.series) > ($1.runs.count, $0.series) }
        var common: Set<Int>?
        var judged: [Int] = []
        for candidate in candidates {
            let together = common.map { $0.intersection(candidate.runs) } ?? candidate.runs
            guard together.count >= neededRuns else { continue }
            common = together
            judged.append(candidate.series)
        }
        guard let compared = common, !judged.isEmpty else {
            verdict.comparedRuns = candidates.first?.runs.count ?? 0
            return verdict
        }
        verdict.judged = Set(judged.map { series[$0] })
        verdict.comparedRuns = compared.count
        let largest = compared.map { run in judged.compactMap { scores[$0][run] }.max() ?? 0 }
        for one in judged {
            guard let score = scores[one][run], let value = values[one][run], let expected = expected[one][run] else { continue }
            // Runs with an equal score count as well: a tie makes a score less unusual.
            let p = Double(1 + largest.count { $0 >= score }) / Double(largest.count + 1)
            if p <= level, score > 1 {
                verdict.alarms.append(Alarm(series: series[one], value: value, expected: expected, p: p))
            }
        }
        return verdict
    }
}

extension DataMeasurement.Series {
    /// The series that alarms are raised for: of a quantile, the distribution of its column.
    var whole: DataMeasurement.Series {
        var series = self
        series.share = nil
        return series
    }
}

extension DataMeasurement.Kind {
    fileprivate var scale: SeriesScores.Scale {
        switch self {
        case .rows, .age: .logarithm
        case .nullShare: .share
        case .mean, .quantile, .figure, .mark: .plain
        }
    }

    /// True where only an increase is a problem.
    fileprivate var isWorseAbove: Bool {
        switch self {
        case .age, .nullShare, .quantile: true
        case .rows, .mean, .figure, .mark: false
        }
    }
}
