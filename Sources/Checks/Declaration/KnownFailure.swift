public import SchemaDSL

/// A failing row that is known and accepted for a while, so that only new ones make a check fail.
///
///     .unique([orders.number], "Numbers are unique").accepting([
///         KnownFailure(key: ["1042"], until: LocalDate(2026, 12, 31), "Imported twice; shop ticket 88")
///     ])
public struct KnownFailure: Sendable, Hashable {
    /// The values of the check's key as reports show them, in the order of the key; NULL is `nil`.
    package let key: [String?]
    /// The last day (UTC) on which the row is accepted.
    package let until: LocalDate
    /// Why it is accepted, for whoever reads the declaration.
    package let reason: String

    /// A row, by the values of its key as text, that may fail until a day, and the reason.
    public init(key: [String?], until: LocalDate, _ reason: String) {
        self.key = key
        self.until = until
        self.reason = reason
    }
}
