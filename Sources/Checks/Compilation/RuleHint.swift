import SchemaModel

/// Facts about a check that its query does not show, so that it can be answered with less reading.
package enum RuleHint: Sendable, Hashable {
    /// True when the table as a whole is in order, as one expression over aggregates.
    case whole(WholeTable)
    case unique(UniqueRows)
    case references(ReferencedRows)
}

/// SQL over aggregates of a table that is true when the check passes. Where it is not, the check's own query says why.
///
/// A scan that is made anyway answers it, and the table is not read again.
package struct WholeTable: Sendable, Hashable {
    var passes: String
}

/// Columns whose values must be together in columns of another table, or of the same.
package struct ReferencedRows: Sendable, Hashable {
    var columns: [String]
    var target: ObjectID
    var targetColumns: [String]
    /// The meaning of a NULL in the columns.
    var onNull: NullMeaning
}
