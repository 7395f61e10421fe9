/// The side of data quality that a check is about. The page sums up health by it.
public enum QualityDimension: String, Sendable, Hashable, CaseIterable, Codable {
    /// Nothing is missing.
    case completeness
    /// Values have the form and the range that they must have.
    case validity
    /// Nothing is there twice.
    case uniqueness
    /// Rows, tables and databases agree with each other.
    case consistency
    /// Data is current.
    case timeliness
    /// There is as much data as there should be.
    case volume
    /// The database itself: indexes, rights, jobs, plans.
    case operation
}

extension CheckKind {
    /// The dimension of a check that says nothing else.
    package var dimension: QualityDimension {
        switch self {
        case .validation, .shape: .validity
        case .quality: .consistency
        case .monitor: .timeliness
        case .catalog: .operation
        }
    }
}
