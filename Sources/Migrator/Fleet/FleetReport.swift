import Foundation

/// The outcome of a run over the databases of a fleet.
package struct FleetReport: Sendable, Codable {
    /// The outcome for one database.
    package enum Outcome: Sendable, Hashable {
        /// It was changed, in words such as `applied 0002_email`.
        case changed([String])
        /// There was nothing to do.
        case unchanged
        /// The reason; what was done before it stays done.
        case failed(String)
        /// The run ended before it was begun.
        case notBegun
    }

    package struct Entry: Sendable, Codable {
        package let name: String
        /// 0 for the canaries, then 1, 2, …
        package let wave: Int
        package let outcome: Outcome
        package let seconds: Double
    }

    package let database: String
    package let entries: [Entry]
    /// Why the run ended early; nil where it went through the whole fleet.
    package let stopped: String?
    package let seconds: Double

    package var failures: [Entry] {
        entries.filter { if case .failed = $0.outcome { true } else { false } }
    }

    package var isComplete: Bool {
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

    package init(from decoder: any Decoder) throws {
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

    package func encode(to encoder: any Encoder) throws {
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
