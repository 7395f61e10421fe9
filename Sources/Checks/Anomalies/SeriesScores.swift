import Foundation

/// How unusual each value of a series was when it came: it is compared with what the values before it predict.
///
/// The score of a run uses nothing that came after it, and every score is computed in the same way. That is all that the bound on false
/// alarms needs (``AnomalyDetector``); how good the expectation is decides what is detected.
struct SeriesScores {
    /// A number run by run; nil where a run had none.
    typealias Values = [Double?]

    /// The score of each run; nil where there was no value, or too few before it.
    fileprivate(set) var scores: [Double?]
    /// The expected value at each run, in the unit of the series.
    fileprivate(set) var expected: [Double?]

    /// The number of earlier values that a prediction needs.
    static let fewest = 14
    /// The number of recent values that a prediction uses.
    private static let window = 28
    /// As far back as errors of expectations are remembered.
    private static let memory = 180

    /// The form in which a number is compared.
    enum Scale: Sendable {
        /// Counts and ages: ratios matter.
        case logarithm
        /// Numbers of new rows: as counts, and a negative number is far from every positive one.
        case signedLogarithm
        /// Shares from 0 to 1.
        case share
        case plain

        func apply(_ value: Double) -> Double {
            switch self {
            case .logarithm: log1p(max(value, 0))
            case .signedLogarithm: value < 0 ? -log1p(-value) : log1p(value)
            case .share: asin(min(max(value, 0), 1).squareRoot())
            case .plain: value
            }
        }

        func undo(_ value: Double) -> Double {
            switch self {
            case .logarithm: max(expm1(value), 0)
            case .signedLogarithm: value < 0 ? -expm1(-value) : expm1(value)
            case .share: pow(sin(min(max(value, 0), .pi / 2)), 2)
            case .plain: value
            }
        }

        /// Smaller differences are never unusual, however still a series has been.
        func floor(_ level: Double) -> Double {
            switch self {
            case .logarithm: 0.005
            case .signedLogarithm: 0.05
            case .share: 0.005
            case .plain: max(abs(level) * 0.002, 1e-9)
            }
        }
    }

    /// - Parameter onlyAbove: Whether a value below what is expected is no anomaly.
    init(_ values: Values, _ dates: [Date], _ schedule: RunSchedule, scale: Scale, onlyAbove: Bool) {
        scores = Array(repeating: nil, count: values.count)
        expected = scores
        var past: [Point] = []
        var errors: [Predictor: [Double]] = [:]
        var ratios: [Double] = []
        for index in values.indices {
            guard let raw = values[index], raw.isFinite else { continue }
            let point = Point(date: dates[index], dayClass: schedule.dayClass(dates[index]), value: scale.apply(raw))
            let predictions = past.count < 4 ? [:] : Self.predictions(past, point, schedule)
            let best = Self.best(errors, among: predictions)
            if let best,
                let error = best.predictions.min(by: { abs(point.value - $0) < abs(point.value - $1) }).map({ point.value - $0 }),
                let usual = best.usual
            {
                let unit = max(usual, scale.floor(point.value - error))
                let ratio = onlyAbove ? max(error, 0) / unit : abs(error) / unit
                if past.count >= Self.fewest, ratios.count >= Self.fewest / 2 {
                    scores[index] = Self.score(ratio, ratios)
                    expected[index] = scale.undo(point.value - error)
                }
                ratios.append(ratio)
                if ratios.count > Self.memory { ratios.removeFirst() }
            }
            for (predictor, options) in predictions {
                let error = options.map { abs(point.value - $0) }.min() ?? 0
                errors[predictor, default: []].append(error)
                if errors[predictor, default: []].count > Self.memory { errors[predictor]?.removeFirst() }
            }
            past.append(point)
            if past.count > 8 * 7 + 1 { past.removeFirst() }
        }
    }

    private struct Point {
        var date: Date
        var dayClass: RunSchedule.DayClass
        var value: Double
    }

    private enum Predictor: Int, CaseIterable {
        case level, difference, weekday, weekdayDifference
    }

    /// What each predictor expects. Several values where the past allows more than one: a value that fits any of them is not unusual.
    private static func predictions(_ past: [Point], _ now: Point, _ schedule: RunSchedule) -> [Predictor: [Double]] {
        var found: [Predictor: [Double]] = [:]
        let recent = past.suffix(window)
        found[.level] = [median(recent.map(\.value))]
        let steps = zip(past, past.dropFirst()).map { before, after in
            (
                size: (after.value - before.value) / elapsed(before, after, schedule),
                dayClass: after.dayClass
            )
        }
        let usualStep = median(steps.suffix(window).map(\.size))
        found[.difference] = bases(past, now, schedule).map { $0.value + usualStep * $0.intervals }
        // On a holiday, business is as on a Sunday, as on other holidays, or as always.
        let classes: [(RunSchedule.DayClass) -> Bool] =
            now.dayClass.isHoliday
            ? [
                { $0.isHoliday && $0.slot == now.dayClass.slot }, { $0.weekday == 1 && $0.slot == now.dayClass.slot },
                { $0.weekday == now.dayClass.weekday && $0.slot == now.dayClass.slot },
            ]
            : [{ $0 == now.dayClass }]
        for isLike in classes {
            let same = past.filter { isLike($0.dayClass) }.suffix(8)
            if same.count >= 3 { found[.weekday, default: []].append(median(same.map(\.value))) }
            let sameSteps = steps.filter { isLike($0.dayClass) }.suffix(8)
            if sameSteps.count >= 3, let last = past.last {
                found[.weekdayDifference, default: []].append(
                    last.value + median(sameSteps.map(\.size)) * elapsed(last, now, schedule))
            }
        }
        if now.dayClass.isHoliday {
            // A predictor that knows nothing of holidays may still be right.
            for predictor in [Predictor.weekday, .weekdayDifference] where found[predictor] != nil {
                found[predictor, default: []] += [found[.level] ?? [], found[.difference] ?? []].flatMap(\.self)
            }
        }
        return found
    }

    private static func elapsed(_ before: Point, _ after: Point, _ schedule: RunSchedule) -> Double {
        max(after.date.timeIntervalSince(before.date) / schedule.interval, 0.25)
    }

    /// The last value and the one before: after a single value that was far off, the next is not unusual for being normal again.
    private static func bases(_ past: [Point], _ now: Point, _ schedule: RunSchedule) -> [(value: Double, intervals: Double)] {
        past.suffix(2).map { ($0.value, elapsed($0, now, schedule)) }
    }

    /// The predictor that erred least so far; a simpler one where the difference is small.
    private static func best(
        _ errors: [Predictor: [Double]], among predictions: [Predictor: [Double]]
    ) -> (predictions: [Double], usual: Double?)? {
        var best: (predictor: Predictor, size: Double)?
        for predictor in Predictor.allCases {
            guard predictions[predictor] != nil, let own = errors[predictor], own.count >= 7 else { continue }
            // One day in seven is another: what it does to the errors must be seen.
            let size = quantile(own, 0.9)
            if let known = best, size > known.size * 0.85 { continue }
            best = (predictor, size)
        }
        guard let best, let own = errors[best.predictor], let options = predictions[best.predictor] else { return nil }
        return (options, median(own) * 1.4826)
    }

    /// How rare such an error is, from the errors before it: 1 for one in five, and one more for each factor e.
    ///
    /// Beyond what was seen, the tail goes on as a generalized Pareto distribution. The largest errors tell its width and its shape, by
    /// their mean and variance; while there are few, the shape is pulled toward that of a well-behaved series. So a series that is often
    /// far off needs more to stand out than one that never was.
    private static func score(_ ratio: Double, _ past: [Double]) -> Double {
        let start = max(quantile(past, 0.8), 0.5)
        guard ratio > start else { return ratio / start }
        let excess = past.filter { $0 > start }.map { $0 - start }
        let count = Double(excess.count)
        let mean = (excess.reduce(0, +) + 4 * 0.35 * start) / (count + 4)
        let variance = excess.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
        let seen = variance > 0 ? min(max(0.5 * (1 - mean * mean / variance), 0), 0.5) : 0
        let shape = (count * seen + 10 * 0.1) / (count + 10)
        return 1 + log(1 + shape * (ratio - start) / mean) / shape
    }

    static func median(_ values: some Collection<Double>) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    private static func quantile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}

extension SeriesScores {
    /// Of a table that only grows, its new rows are judged instead of all its rows: next to those of years, a day without any is small.
    ///
    /// True when it is such a table, the steps before a run decide.
    func preferring(stepsOf values: Values, _ dates: [Date], _ schedule: RunSchedule) -> SeriesScores {
        var steps: Values = Array(repeating: nil, count: values.count)
        var before: Values = steps
        var elapsed = Array(repeating: 1.0, count: values.count)
        var last: (value: Double, date: Date)?
        for index in values.indices {
            guard let value = values[index], value.isFinite else { continue }
            if let last {
                elapsed[index] = max(dates[index].timeIntervalSince(last.date) / schedule.interval, 0.25)
                steps[index] = (value - last.value) / elapsed[index]
                before[index] = last.value
            }
            last = (value, dates[index])
        }
        let new = SeriesScores(steps, dates, schedule, scale: .signedLogarithm, onlyAbove: false)
        var copy = self
        var past: [Double] = []
        for index in values.indices {
            guard let step = steps[index] else { continue }
            let recent = past.suffix(28)
            let grows = recent.count >= 14 && recent.count { $0 > 0 } * 10 >= recent.count * 8 && !recent.contains { $0 < 0 }
            if grows {
                copy.scores[index] = new.scores[index]
                copy.expected[index] = new.expected[index].flatMap { step in before[index].map { $0 + step * elapsed[index] } }
            }
            past.append(step)
        }
        return copy
    }
}
