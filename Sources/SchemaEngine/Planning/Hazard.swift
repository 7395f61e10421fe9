/// A risk of a step that runs on a database in use.
package enum Hazard: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Rows or values are gone afterwards.
    case dataLoss = "data loss"
    /// Fails when rows that exist do not satisfy what it asks for.
    case mayFailOnData = "may fail on existing data"
    /// Rewrites a table, which takes long and needs space.
    case rewrite = "rewrites the table"
    /// Reads a whole table while it holds its locks.
    case scan = "reads the table"
    /// Leaves results that were computed before: of a function in an index, a generated column or a partition key.
    case staleResults = "leaves stored results as they are"

    package static func < (a: Hazard, b: Hazard) -> Bool { a.rawValue < b.rawValue }
}
