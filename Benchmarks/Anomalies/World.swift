import Checks
import Foundation

/// A fault that is planted on the third day from the end, in one series of a kind.
enum Fault: String, CaseIterable {
    case noRows = "no new rows"
    case halfRows = "half of the new rows"
    case twiceRows = "twice the new rows"
    case smallerLoad = "a table that is reloaded has a fifth fewer rows"
    case nulls5 = "5 points more NULLs"
    case nulls20 = "20 points more NULLs"
    case stale = "data a day older"
    case mean3 = "a mean three standard deviations away"
    case mean6 = "a mean six standard deviations away"
    case distribution = "a fifth of the values tripled"
}

/// Splitmix64, so that the same seed makes the same histories everywhere.
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func uniform() -> Double { Double.random(in: 1e-12..<1, using: &self) }
    mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
    /// Student's t with three degrees of freedom: far values are common.
    mutating func heavy() -> Double { normal() / ((pow(normal(), 2) + pow(normal(), 2) + pow(normal(), 2)) / 3).squareRoot() }
}

/// A suite of forty watched numbers over some days, with weekdays, holidays, busy days that all tables share, and noise of several forms.
struct World {
    var measurements: [PastMeasurement] = []
    var watched: Set<DataMeasurement.Series> = []
    var planted: DataMeasurement.Series?

    static let holidays: Set<AnomalyPolicy.Holiday> = [
        .init(month: 1, day: 1), .init(month: 5, day: 1), .init(month: 10, day: 3), .init(month: 12, day: 25),
        .init(month: 12, day: 26),
    ]

    init(seed: UInt64, days: Int, fault: Fault? = nil) {
        var random = Seeded(state: seed &* 7919)
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        let dates = (0..<days).map { start.addingTimeInterval(Double($0) * 86_400 + random.normal() * 300) }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let faultDay = fault == nil ? Int.max : days - 3
        // What makes one day busier than another for all tables.
        let shared = (0..<days).map { _ in random.normal() * 0.15 }
        let business = dates.map { date -> Double in
            let parts = calendar.dateComponents([.month, .day, .weekday], from: date)
            if Self.holidays.contains(.init(month: parts.month ?? 0, day: parts.day ?? 0)) { return 0.3 }
            return parts.weekday == 1 ? 0.3 : parts.weekday == 7 ? 0.5 : 1
        }
        func add(_ kind: DataMeasurement.Kind, _ name: String, _ values: [Double?], share: Double? = nil) {
            let series = DataMeasurement.Series(database: "d", kind: kind, subject: "s.t", name: name, share: share)
            if kind != .quantile { watched.insert(series) }
            measurements += zip(dates, values).map { PastMeasurement(started: $0, series: series, value: $1) }
        }
        func plants(_ faults: Fault..., kind: DataMeasurement.Kind, name: String) -> Bool {
            guard let fault, faults.contains(fault), planted == nil else { return false }
            planted = DataMeasurement.Series(database: "d", kind: kind, subject: "s.t", name: name)
            return true
        }

        // Tables that only grow.
        for number in 0..<10 {
            let name = "grows\(number)"
            let usual = exp(4 + random.uniform() * 5)
            let isPlanted = plants(.noRows, .halfRows, .twiceRows, kind: .rows, name: name)
            var rows = usual * (100 + random.uniform() * 500)
            add(
                .rows, name,
                (0..<days).map { day in
                    var new = usual * business[day] * exp(shared[day] + random.normal() * 0.2)
                    new += random.normal() * new.squareRoot()
                    if isPlanted, day >= faultDay {
                        new *= fault == .noRows ? 0 : fault == .halfRows ? 0.5 : 2
                    }
                    rows += max(new, 0).rounded()
                    return rows
                })
        }
        // Tables that are reloaded each night.
        for number in 0..<6 {
            let name = "loaded\(number)"
            let usual = exp(6 + random.uniform() * 5)
            let isPlanted = plants(.smallerLoad, kind: .rows, name: name)
            let noise = 0.01 + random.uniform() * 0.04
            var drift = 0.0
            add(
                .rows, name,
                (0..<days).map { day in
                    drift += random.normal() * 0.003
                    let rows = usual * exp(drift + random.normal() * noise) * (number < 3 ? 1 : 0.8 + 0.2 * business[day])
                    return (isPlanted && day >= faultDay ? rows * 0.8 : rows).rounded()
                })
        }
        // Shares of NULL of a few hundred rows to many thousands.
        for number in 0..<8 {
            let name = "nulls\(number)"
            let share = number == 0 ? 0 : 0.005 + random.uniform() * 0.2
            let size = exp(5 + random.uniform() * 5)
            let isPlanted = plants(.nulls5, .nulls20, kind: .nullShare, name: name)
            add(
                .nullShare, name,
                (0..<days).map { day in
                    var value = share + random.normal() * (share * (1 - share) / size).squareRoot() * 1.5
                    if isPlanted, day >= faultDay { value += fault == .nulls5 ? 0.05 : 0.2 }
                    return min(max(value, 0), 1)
                })
        }
        // Ages: some jobs are late now and then, and some rest at the weekend.
        for number in 0..<6 {
            let name = "age\(number)"
            let usual = 1800 * exp(random.uniform() * 3)
            let isPlanted = plants(.stale, kind: .age, name: name)
            add(
                .age, name,
                (0..<days).map { day in
                    var age = usual * exp(0.15 * (number < 3 ? random.normal() : random.heavy()))
                    if number.isMultiple(of: 3), business[day] < 0.9 { age += 86_400 }
                    return isPlanted && day >= faultDay ? age + 86_400 : age
                })
        }
        // Means that wander, and means with far values.
        for number in 0..<8 {
            let name = "mean\(number)"
            let level = 10 + random.uniform() * 1000
            let deviation = level * (0.01 + random.uniform() * 0.05)
            let isPlanted = plants(.mean3, .mean6, kind: .mean, name: name)
            var state = 0.0
            add(
                .mean, name,
                (0..<days).map { day in
                    let noise = number < 4 ? random.normal() : random.heavy() / 1.7
                    state = number.isMultiple(of: 2) ? 0.7 * state + 0.714 * noise : noise
                    let fault = isPlanted && day >= faultDay ? (fault == .mean3 ? 3.0 : 6.0) : 0
                    return level + deviation * (state + fault)
                })
        }
        // Distributions of four hundred values a day.
        for number in 0..<2 {
            let name = "spread\(number)"
            let isPlanted = plants(.distribution, kind: .quantile, name: name)
            var deciles: [[Double]] = []
            for day in 0..<days {
                var values = (0..<400).map { _ in exp(3 + random.normal() * 0.5) }
                if isPlanted, day >= faultDay { for index in 0..<80 { values[index] *= 3 } }
                values.sort()
                deciles.append((1...9).map { values[$0 * 40] })
            }
            for share in 1...9 { add(.quantile, name, deciles.map { $0[share - 1] }, share: Double(share) / 10) }
            watched.insert(DataMeasurement.Series(database: "d", kind: .quantile, subject: "s.t", name: name))
        }
    }
}
