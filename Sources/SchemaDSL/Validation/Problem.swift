public import SchemaModel

/// Something in a declaration that contradicts itself or that PostgreSQL would refuse.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
    public let code: Code
    /// The problem, and what to do about it.
    public let message: String
    /// The line of Swift that declared it.
    public let location: SourceLocation?

    /// A stable name of a kind of problem.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public var description: String { rawValue }

        public static let nameTooLong = Code(rawValue: "name-too-long")
        public static let nameEmpty = Code(rawValue: "name-empty")
        public static let duplicateName = Code(rawValue: "duplicate-name")
        public static let duplicateColumn = Code(rawValue: "duplicate-column")
        public static let duplicateTable = Code(rawValue: "table-listed-twice")
        public static let sharedColumn = Code(rawValue: "column-shared-by-tables")
        public static let noColumns = Code(rawValue: "no-columns")
        public static let foreignColumn = Code(rawValue: "column-of-another-table")
        public static let unknownReference = Code(rawValue: "reference-outside-database")
        public static let foreignKeyToNothing = Code(rawValue: "foreign-key-to-nothing")
        public static let foreignKeyWithoutUnique = Code(rawValue: "foreign-key-without-unique-key")
        public static let foreignKeyColumnCount = Code(rawValue: "foreign-key-column-count")
        public static let severalPrimaryKeys = Code(rawValue: "several-primary-keys")
        public static let contradictoryColumn = Code(rawValue: "contradictory-column")
        public static let emptyEnum = Code(rawValue: "empty-enum")
        public static let replacedLabel = Code(rawValue: "replaced-label")
        public static let duplicateLabel = Code(rawValue: "duplicate-label")
        public static let emptyKey = Code(rawValue: "no-key-columns")
        public static let rowWithoutKey = Code(rawValue: "reference-row-without-key")
        public static let duplicateRow = Code(rawValue: "duplicate-reference-row")
        public static let rowKeyNotUnique = Code(rawValue: "reference-row-key-not-unique")
        public static let rowExpression = Code(rawValue: "reference-row-expression")
        public static let policyWithoutRowSecurity = Code(rawValue: "policy-without-row-security")
        public static let policyClause = Code(rawValue: "policy-clause")
        public static let cronSchedule = Code(rawValue: "cron-schedule")
        public static let triggerFunction = Code(rawValue: "trigger-function")
        public static let notPartitioned = Code(rawValue: "not-partitioned")
        public static let notHere = Code(rawValue: "item-not-allowed-here")
        public static let grant = Code(rawValue: "privilege-not-of-this-kind")
        public static let renameToItself = Code(rawValue: "rename-to-itself")
        public static let renameCircle = Code(rawValue: "rename-circle")
        public static let unknownLabel = Code(rawValue: "unknown-label")
        public static let unknownRole = Code(rawValue: "unknown-role")
        public static let shapeMismatch = Code(rawValue: "column-missing-in-shape")
    }

    public var description: String {
        (location.map { "\($0): " } ?? "") + "\(message) [\(code)]"
    }
}

/// A declaration that cannot be lowered, with all its problems.
public struct DeclarationError: Error, CustomStringConvertible {
    public let database: String
    public let problems: [Problem]

    public var description: String {
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        return "The declaration of database \(database) has \(count):\n"
            + problems.map { "  \($0)" }.joined(separator: "\n")
    }
}
