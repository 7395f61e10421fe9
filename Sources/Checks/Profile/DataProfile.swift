public import SchemaModel

/// What one look at a table says of its data.
public struct TableProfile: Sendable, Hashable {
    /// The database's name in the project.
    public var database: String
    public var table: ObjectID
    public var rows: Int
    /// The columns of the primary key.
    public var key: [String]
    public var columns: [ColumnProfile]
    /// The columns that the role may not read.
    public var unreadable: [String]
    /// The checks that the data suggests, in the order of the columns.
    public var suggestions: [SuggestedCheck]
}

/// What one look at a column says of its data.
public struct ColumnProfile: Sendable, Hashable {
    public var name: String
    /// The base type's name, such as `text`.
    public var type: String
    public var nulls: Int
    /// How many different values there are; nil where they were not counted.
    public var different: Int?
    /// The values with their numbers of rows, most frequent first; only of a column whose values may be shown.
    public var values: [Count]
    /// The smallest and the largest number; only of a column whose values may be shown.
    public var range: ClosedRange<Double>?
    public var findings: [ProfileFinding]

    /// A value and the number of rows that have it.
    public struct Count: Sendable, Hashable, Codable {
        public var value: String
        public var rows: Int
    }
}

/// Something about a column that its type does not say.
public struct ProfileFinding: Sendable, Hashable, Codable {
    /// The kinds of finding.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case integers, numbers, dates, localDates = "local_dates", timestamps, json, uuids, booleans
        case padded, quoted, blank, placeholder, broken
        case mixedCase = "mixed_case"
        case lookAlikes = "look_alikes"
        case likelyKey = "likely_key"
        case outliers
        case notFinite = "not_finite"
        case future
        case placeholderTime = "placeholder_time"
        case constant
        case nearConstant = "near_constant"
        case allNull = "all_null"
        case personal
    }

    public var kind: Kind
    /// The rows that it is about: of a type, those that are of another; of a key, the surplus ones.
    public var rows: Int
    /// The finding in words, without a value of the column unless its values may be shown.
    public var text: String
}

/// A check that the data suggests. It is a proposal: the data says what is, not what must be.
public struct SuggestedCheck: Sendable, Hashable {
    /// The rules that can be suggested. Text goes into SQL and Swift by quoting, where they are written.
    public enum Rule: Sendable, Hashable {
        case notNull
        case nullShare(Double)
        case unique
        case oneOf([String])
        case format(String)
        /// SQL around the column: `before`, the column, `after`; again for each pair.
        case condition([ConditionPart])
        case notInFuture
    }

    /// A part of a condition.
    public enum ConditionPart: Sendable, Hashable {
        case sql(String)
        case column
    }

    public var table: ObjectID
    public var column: String
    /// The base type's name.
    public var type: String
    public var rule: Rule
    /// What the id ends in, behind the column.
    public var name: String
    public var title: String
    /// How many rows fail it today.
    public var failing: Int
}
