import Checks
import Foundation

// Measures how often checks on anomalies raise a false alarm, and how often they find a planted fault, on simulated histories.
//
//     anomaly-benchmark tune      the seeds that the constants were chosen on
//     anomaly-benchmark           other seeds, kept apart; Benchmarks/anomalies.md has their numbers

let isTuning = CommandLine.arguments.contains("tune")
let firstSeed: UInt64 = isTuning ? 1 : 200_001
let suites = CommandLine.arguments.compactMap { Int($0) }.first ?? 40

func rate(_ part: Int, _ whole: Int) -> String { whole == 0 ? "-" : String(format: "%.0f%%", 100 * Double(part) / Double(whole)) }

print("seeds \(firstSeed) to \(firstSeed + UInt64(suites) - 1)\n")
print("| budget | suites | days judged | days with a false alarm | a month | first day judged |")
print("|---|---|---|---|---|---|")
for (perPeriod, days) in [(1.0, 30.0), (1.0, 7.0), (1.0, 90.0)] {
    let policy = AnomalyPolicy(falseAlarms: perPeriod, days: days, holidays: World.holidays)
    var judged = 0
    var alarms = 0
    var first = Int.max
    for suite in 0..<suites {
        let world = World(seed: firstSeed + UInt64(suite), days: 500)
        let detector = AnomalyDetector(world.measurements, watching: world.watched, policy)
        for (day, verdict) in detector.replay().enumerated() where !verdict.judged.isEmpty {
            judged += 1
            first = min(first, day)
            if !verdict.alarms.isEmpty { alarms += 1 }
        }
    }
    let month = String(format: "%.2f", Double(alarms) / Double(max(judged, 1)) * 30)
    print("| \(Int(perPeriod)) in \(Int(days)) days | \(suites) | \(judged) | \(alarms) | \(month) | \(first) |")
}

print("\n| planted fault | found on its day | within three days |")
print("|---|---|---|")
let policy = AnomalyPolicy(holidays: World.holidays)
for fault in Fault.allCases {
    var onDay = 0
    var soon = 0
    var tried = 0
    for suite in 0..<suites {
        let world = World(seed: firstSeed + UInt64(suite) + 5_000, days: 200, fault: fault)
        let detector = AnomalyDetector(world.measurements, watching: world.watched, policy)
        guard let planted = world.planted else { continue }
        tried += 1
        let verdicts = detector.replay().suffix(3)
        let days = verdicts.map { $0.alarms.contains { $0.series == planted } }
        if days.first == true { onDay += 1 }
        if days.contains(true) { soon += 1 }
    }
    print("| \(fault.rawValue) | \(rate(onDay, tried)) | \(rate(soon, tried)) |")
}
