package import SchemaModel

/// Something in a declaration that contradicts itself or that PostgreSQL would refuse.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
    package let code: Code
    /// The problem, and what to do about it.
    public let message: String
    /// The line of Swift that declared it.
    package let location: SourceLocation?

    /// A stable name of a kind of problem.
    package struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package var description: String { rawValue }

        package static let nameTooLong = Code(rawValue: "name-too-long")
        package static let nameEmpty = Code(rawValue: "name-empty")
        package static let duplicateName = Code(rawValue: "duplicate-name")
        package static let duplicateColumn = Code(rawValue: "duplicate-column")
        package static let duplicateTable = Code(rawValue: "table-listed-twice")
        package static let sharedColumn = Code(rawValue: "column-shared-by-tables")
        package static let noColumns = Code(rawValue: "no-columns")
        package static let unusableProperty = Code(rawValue: "property-not-a-column")
        package static let foreignColumn = Code(rawValue: "column-of-another-table")
        package static let unknownReference = Code(rawValue: "reference-outside-database")
        package static let foreignKeyToNothing = Code(rawValue: "foreign-key-to-nothing")
        package static let foreignKeyWithoutUnique = Code(rawValue: "foreign-key-without-unique-key")
        package static let foreignKeyColumnCount = Code(rawValue: "foreign-key-column-count")
        package static let severalPrimaryKeys = Code(rawValue: "several-primary-keys")
        package static let contradictoryColumn = Code(rawValue: "contradictory-column")
        package static let emptyEnum = Code(rawValue: "empty-enum")
        package static let replacedLabel = Code(rawValue: "replaced-label")
        package static let duplicateLabel = Code(rawValue: "duplicate-label")
        package static let emptyKey = Code(rawValue: "no-key-columns")
        package static let rowWithoutKey = Code(rawValue: "reference-row-without-key")
        package static let duplicateRow = Code(rawValue: "duplicate-reference-row")
        package static let rowWithoutValue = Code(rawValue: "reference-row-without-value")
        package static let rowKeyNotUnique = Code(rawValue: "reference-row-key-not-unique")
        package static let rowExpression = Code(rawValue: "reference-row-expression")
        package static let policyWithoutRowSecurity = Code(rawValue: "policy-without-row-security")
        package static let policyClause = Code(rawValue: "policy-clause")
        package static let cronSchedule = Code(rawValue: "cron-schedule")
        package static let triggerFunction = Code(rawValue: "trigger-function")
        package static let notPartitioned = Code(rawValue: "not-partitioned")
        package static let notHere = Code(rawValue: "item-not-allowed-here")
        package static let grant = Code(rawValue: "privilege-not-of-this-kind")
        package static let renameToItself = Code(rawValue: "rename-to-itself")
        package static let renameCircle = Code(rawValue: "rename-circle")
        package static let unknownLabel = Code(rawValue: "unknown-label")
        package static let unknownRole = Code(rawValue: "unknown-role")
        package static let shapeMismatch = Code(rawValue: "column-missing-in-shape")
    }

    public var description: String {
        (location.map { "\($0): " } ?? "") + "\(message) [\(code)]"
    }
}

/// A declaration that cannot be lowered, with all its problems.
package struct DeclarationError: Error, CustomStringConvertible {
    package let database: String
    package let problems: [Problem]

    package var description: String {
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        return "The declaration of database \(database) has \(count):\n"
            + problems.map { "  \($0)" }.joined(separator: "\n")
    }
}
