import SchemaEngine

/// The hazards of a step on a database in use, by the names that `plumb diff` takes and gives.
enum DiffHazard: String, CaseIterable, Codable {
    case dataLoss = "data-loss"
    case rewrite
    case scan
    case mayFail = "may-fail"
    case blocking

    var meaning: String {
        switch self {
        case .dataLoss: "deletes rows or values"
        case .rewrite: "rewrites a table"
        case .scan: "reads a whole table"
        case .mayFail: "may fail on existing data"
        case .blocking: "readers or writers wait for its locks"
        }
    }

    static func all(of step: Step) -> [DiffHazard] {
        allCases.filter { hazard in
            switch hazard {
            case .dataLoss: step.hazards.contains(.dataLoss)
            case .rewrite: step.hazards.contains(.rewrite)
            case .scan: step.hazards.contains(.scan)
            case .mayFail: step.hazards.contains(.mayFailOnData)
            case .blocking: step.locks.contains { $0.mode.blocksWrites }
            }
        }
    }
}

/// A value of `--allow`: one hazard, or all.
enum DiffAllowance: String, CaseIterable {
    case dataLoss = "data-loss"
    case rewrite
    case scan
    case mayFail = "may-fail"
    case blocking
    case all

    static func allows(_ hazard: DiffHazard, _ allowed: [DiffAllowance]) -> Bool {
        allowed.contains(.all) || allowed.contains { $0.rawValue == hazard.rawValue }
    }
}
