/// The unit in which a check's failures are counted.
package enum Counted: String, Sendable, Hashable, Codable {
    /// Rows that fail, each by itself.
    case rows
    /// Rows of a group of equals but the first.
    case surplusRows
    /// Groups of rows, such as tenants.
    case groups
    /// Places where something is missing between two rows.
    case gaps
    /// Keys of a comparison with another database.
    case keys
    /// Sentences about a table or an object of the catalog.
    case findings

    /// The noun for so many.
    package func noun(_ count: Int) -> String {
        switch self {
        case .rows: count == 1 ? "row" : "rows"
        case .surplusRows: count == 1 ? "surplus row" : "surplus rows"
        case .groups: count == 1 ? "group" : "groups"
        case .gaps: count == 1 ? "gap" : "gaps"
        case .keys: count == 1 ? "key" : "keys"
        case .findings: count == 1 ? "finding" : "findings"
        }
    }
}

/// A number that a result gives beside the number of failing rows; never a value of a row.
package struct CheckFigure: Sendable, Hashable, Codable {
    /// The name of the count: `groups of equal rows`, `rows with NULL, which pass`, `email is missing`.
    package var name: String
    package var value: Int

    package init(_ name: String, _ value: Int) {
        self.name = name
        self.value = value
    }
}

extension CheckFigure {
    static func nulls(_ count: Int) -> CheckFigure { CheckFigure("rows with NULL, which pass", count) }
    /// Of an incremental check, by the server's estimate of the table.
    static func notRead(_ count: Int) -> CheckFigure { CheckFigure("rows that were not read, about", count) }
}

extension CheckFigure: CustomStringConvertible {
    /// Such as `email is missing: 12`.
    package var description: String { "\(name): \(value)" }
}
