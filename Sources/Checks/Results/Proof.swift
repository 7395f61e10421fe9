/// A guarantee of the catalog that made reading rows unnecessary.
package enum Proof: Sendable, Hashable, Codable {
    /// The columns are NOT NULL.
    case notNull(columns: [String])
    /// Validated CHECK constraints, and columns that are NOT NULL where a NULL would fail the check.
    case constraints([String], notNull: [String])
    /// A valid unique index, or the constraint that it belongs to.
    case uniqueIndex(String)
    /// A validated foreign key.
    case foreignKey(String)
    /// All values of an enum, and NOT NULL where a NULL would fail the check.
    case values(column: String, type: String, notNull: Bool)
    /// The expression of a generated column.
    case generated(column: String)
    /// A validated CHECK constraint of the domain that the column has as its type.
    case domain(column: String, type: String)
}

extension Proof: CustomStringConvertible {
    /// Such as `CHECK constraint orders_total_check`: the words behind "proved by".
    package var description: String {
        switch self {
        case .notNull(let columns): "NOT NULL on \(columns.joined(separator: ", "))"
        case .constraints(let names, let notNull):
            "CHECK constraint\(names.count == 1 ? "" : "s") \(names.joined(separator: ", "))"
                + (notNull.isEmpty ? "" : " and NOT NULL on \(notNull.joined(separator: ", "))")
        case .uniqueIndex(let name): "unique index \(name)"
        case .foreignKey(let name): "foreign key \(name)"
        case .values(let column, let type, let notNull):
            "the values of enum \(type)" + (notNull ? " and NOT NULL on \(column)" : "")
        case .generated(let column): "generated column \(column)"
        case .domain(_, let type): "domain \(type)"
        }
    }
}
