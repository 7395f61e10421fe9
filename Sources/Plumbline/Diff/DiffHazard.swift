import SchemaEngine

/// The hazards of a step on a database in use, by the names that `plumb diff` takes and gives.
enum DiffHazard: String, CaseIterable, Codable {
    case dataLoss = "data-loss"
    case rewrite
    case scan
    case mayFail = "may-fail"
    case staleResults = "stale-results"
    case blocking

    var meaning: String {
        switch self {
        case .dataLoss: "deletes or changes values"
        case .rewrite: "rewrites a table"
        case .scan: "reads a whole table"
        case .mayFail: "may fail on existing data"
        case .staleResults: "leaves in indexes and tables what the old function computed"
        case .blocking: "readers or writers wait for its locks"
        }
    }

    static func all(of step: Step) -> [DiffHazard] {
        allCases.filter { hazard in
            switch hazard {
            // The SQL of `plumb diff` does not ask the rows first, as `plumb apply` does.
            case .dataLoss: step.hazards.contains(.dataLoss) || step.questions.contains(where: \.isOfSilentLoss)
            case .rewrite: step.hazards.contains(.rewrite)
            case .scan: step.hazards.contains(.scan)
            case .mayFail: step.hazards.contains(.mayFailOnData)
            case .staleResults: step.hazards.contains(.staleResults)
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
    case staleResults = "stale-results"
    case blocking
    case all

    static func allows(_ hazard: DiffHazard, _ allowed: [DiffAllowance]) -> Bool {
        allowed.contains(.all) || allowed.contains { $0.rawValue == hazard.rawValue }
    }
}
