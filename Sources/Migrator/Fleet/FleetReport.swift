import Foundation

/// What happened to the databases of a fleet.
public struct FleetReport: Sendable, Codable {
    /// What happened to one database.
    public enum Outcome: Sendable, Hashable {
        /// It was changed, in words such as `applied 0002_email`.
        case changed([String])
        /// There was nothing to do.
        case unchanged
        /// The reason; what was done before it stays done.
        case failed(String)
        /// The run ended before it was begun.
        case notBegun
    }

    public struct Entry: Sendable, Codable {
        public let name: String
        /// 0 for the canaries, then 1, 2, …
        public let wave: Int
        public let outcome: Outcome
        public let seconds: Double
    }

    public let database: String
    public let entries: [Entry]
    /// Why the run ended early; nil where it went through the whole fleet.
    public let stopped: String?
    public let seconds: Double

    public var failures: [Entry] {
        entries.filter { if case .failed = $0.outcome { true } else { false } }
    }

    public var isComplete: Bool {
        entries.allSatisfy { entry in
            switch entry.outcome {
            case .changed, .unchanged: true
            case .failed, .notBegun: false
            }
        }
    }
}

extension FleetReport.Outcome: Codable {
    private enum Key: String, CodingKey { case result, done, reason }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let result = try values.decode(String.self, forKey: .result)
        switch result {
        case "changed": self = .changed(try values.decode([String].self, forKey: .done))
        case "unchanged": self = .unchanged
        case "failed": self = .failed(try values.decode(String.self, forKey: .reason))
        case "not begun": self = .notBegun
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .result, in: values, debugDescription: "there is no result `\(result)`")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        switch self {
        case .changed(let done):
            try values.encode("changed", forKey: .result)
            try values.encode(done, forKey: .done)
        case .unchanged: try values.encode("unchanged", forKey: .result)
        case .failed(let reason):
            try values.encode("failed", forKey: .result)
            try values.encode(reason, forKey: .reason)
        case .notBegun: try values.encode("not begun", forKey: .result)
        }
    }
}

extension FleetReport {
    /// The report for a terminal: the counts, the failures by reason with the databases of each, the times.
    public var lines: [String] {
        var counts: [(String, Int)] = [("changed", 0), ("had nothing to do", 0), ("failed", 0), ("were not begun", 0)]
        for entry in entries {
            switch entry.outcome {
            case .changed: counts[0].1 += 1
            case .unchanged: counts[1].1 += 1
            case .failed: counts[2].1 += 1
            case .notBegun: counts[3].1 += 1
            }
        }
        let words = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        var lines = ["\(entries.count) databases in \(Self.time(seconds)): \(words)"]
        if let stopped { lines.append("Stopped: \(stopped)") }
        let times = entries.filter { if case .changed = $0.outcome { true } else { false } }.sorted { $0.seconds < $1.seconds }
        if let slowest = times.last, times.count > 1 {
            lines.append(
                "Each took \(Self.time(times[times.count / 2].seconds)) (median), \(slowest.name) longest: \(Self.time(slowest.seconds))"
            )
        }
        var reasons: [(reason: String, names: [String])] = []
        for entry in entries {
            guard case .failed(let reason) = entry.outcome else { continue }
            if let place = reasons.firstIndex(where: { $0.reason == reason }) {
                reasons[place].names.append(entry.name)
            } else {
                reasons.append((reason, [entry.name]))
            }
        }
        for (reason, names) in reasons.sorted(by: { $0.names.count > $1.names.count }) {
            lines.append("Failed, \(names.count) of \(entries.count): \(Self.list(names))")
            lines += reason.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        }
        return lines
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
    }

    static func time(_ seconds: Double) -> String {
        seconds < 100
            ? "\(seconds.formatted(.number.precision(.fractionLength(1)))) s"
            : "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }
}
