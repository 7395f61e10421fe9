import Testing

/// One scenario file: two schemas, and everything that the plan between them must say and do.
struct Specification: Sendable {
    /// A part of the file that a plan is compared with, and that recording writes.
    enum Expectation: String, CaseIterable, Sendable {
        case up, hazards, locks, down
        case downHazards = "down hazards"
        case downLocks = "down locks"
        case refused
        /// Defects of the engine that are known: what the run found to differ from what the plan says.
        case wrong

        /// Whether its lines stand in comments, since they are not SQL.
        var isComment: Bool {
            switch self {
            case .up, .down: false
            case .hazards, .locks, .downHazards, .downLocks, .refused, .wrong: true
            }
        }
    }

    /// The text of an expectation for some versions; for all others where `majors` is empty.
    struct Expected: Sendable, Hashable {
        var majors: Set<Int>
        var text: String
    }

    static let matrix = [15, 17, 18]

    /// The path below `Scenarios/`, such as `column/set-not-null.sql`.
    let path: String
    /// The server versions that the scenario is for.
    let majors: [Int]
    /// SQL that both databases have.
    let common: String
    let old: String
    let new: String
    /// Renames, one a line, as they stand after `-- plumb:renamed`.
    let renames: String
    /// Rows that are there before the plan runs.
    let rows: String
    /// A query whose result must stay the same, forward and back; nil where no rows are looked at.
    let query: String?
    let expectations: [Expectation: [Expected]]
    /// The text of the file up to the first expectation.
    let head: String

    /// True if no newer version has the same expectations.
    func isNewest(_ major: Int) -> Bool {
        !majors.contains { newer in
            newer > major
                && Expectation.allCases.allSatisfy { expected($0, major: newer) == expected($0, major: major) }
        }
    }

    func expected(_ expectation: Expectation, major: Int) -> String {
        let all = expectations[expectation] ?? []
        return (all.first { $0.majors.contains(major) } ?? all.first { $0.majors.isEmpty })?.text ?? ""
    }
}

/// Why a scenario file cannot be read: where, and what to change.
struct SpecificationError: Error, Hashable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String

    var description: String { "Scenarios/\(path):\(line): \(message)" }
}
