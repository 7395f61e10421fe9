package import SchemaModel

/// What one look at a table says of its data.
package struct TableProfile: Sendable, Hashable {
    /// The database's name in the project.
    package var database: String
    package var table: ObjectID
    package var rows: Int
    /// The columns of the primary key.
    package var key: [String]
    package var columns: [ColumnProfile]
    /// The columns that the role may not read.
    package var unreadable: [String]
    /// The checks that the data suggests, in the order of the columns.
    package var suggestions: [SuggestedCheck]
}

/// What one look at a column says of its data.
package struct ColumnProfile: Sendable, Hashable {
    package var name: String
    /// The base type's name, such as `text`.
    package var type: String
    package var nulls: Int
    /// How many different values there are; nil where they were not counted.
    package var different: Int?
    /// The values with their numbers of rows, most frequent first; only of a column whose values may be shown.
    package var values: [Count]
    /// The smallest and the largest number; only of a column whose values may be shown.
    package var range: ClosedRange<Double>?
    package var findings: [ProfileFinding]

    /// A value and the number of rows that have it.
    package struct Count: Sendable, Hashable, Codable {
        package var value: String
        package var rows: Int
    }
}

/// Something about a column that its type does not say.
package struct ProfileFinding: Sendable, Hashable, Codable {
    /// The kinds of finding.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
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

    package var kind: Kind
    /// The rows that it is about: of a type, those that are of another; of a key, the surplus ones.
    package var rows: Int
    /// The finding in words, without a value of the column unless its values may be shown.
    package var text: String
}

/// A check that the data suggests. It is a proposal: the data says what is, not what must be.
package struct SuggestedCheck: Sendable, Hashable {
    /// The rules that can be suggested. Text goes into SQL and Swift by quoting, where they are written.
    package enum Rule: Sendable, Hashable {
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
    package enum ConditionPart: Sendable, Hashable {
        case sql(String)
        case column
    }

    package var table: ObjectID
    package var column: String
    /// The base type's name.
    package var type: String
    package var rule: Rule
    /// What the id ends in, behind the column.
    package var name: String
    package var title: String
    /// How many rows fail it today.
    package var failing: Int
}
