package import SchemaModel

/// A check as SQL, of one database: what runs, and what is written to `checks/`.
package struct CompiledCheck: Sendable, Hashable {
    package var id: CheckID
    package var database: String
    package var title: String
    package var kind: CheckKind
    package var severity: Severity
    package var threshold: Threshold
    /// The table that the check is about; nil for a question to the catalog.
    package var table: ObjectID?
    /// The first columns of the query, by which a failing row is found again; empty when no sample may be shown.
    package var key: [KeyColumn]
    package var form: Form
    /// Above this many failing rows the check warns, and above `threshold` it fails; nil for one level.
    package var warning: Threshold?
    /// Failing rows that are accepted for a while.
    package var accepted: [KnownFailure] = []
    /// The meaning of its failing rows.
    package var counted = Counted.rows
    /// An assumption where the declaration leaves something open, such as a time zone; nil when there is none.
    package var note: String?
    /// The rows that it is about, which a share is of; nil where they cannot be told.
    package var population: Population?
    /// SQL that gives one row of whole numbers: the failing rows first, then figures, by the names of their columns. Nil where the
    /// rows of the query are counted.
    package var tally: String?
    /// SQL that gives what is wrong and how often, as text and number; run when rows fail.
    package var breakdown: String?
    /// Facts about it that its query does not show.
    package var hint: RuleHint?
    /// How it goes on where an earlier run stopped; nil for a check that always reads all rows.
    package var continuation: Continuation?
    /// The rows that it reads in this run; nil before the run, and of a check that reads all rows.
    var window: ReadingWindow?
    /// After how long its statement is given up; nil for the limit of the run.
    package var timeLimit: Duration?
    /// The objects that the check needs.
    package var requirements: [Requirement]
    /// Where it is declared; nil for a hand-written file.
    package var location: SourceLocation?
    /// The hand-written file that it is in, relative to the project; nil for a declared check.
    package var handWrittenFile: String?
    /// The line of that file on which the text of its query begins, from 1.
    var firstLine = 1
    /// Owner, tags, description and dimension.
    package var labels = CheckLabels()
    /// The column of the table whose newest value says how current the data is; measurements record its age.
    package var newest: String?
    /// The columns of its table whose values a report may show.
    package var unmasked: Set<String> = []
    /// The column that says when a row came to be, where the declaration names one.
    package var timeColumn: String?

    /// A key column of a check's query.
    package struct KeyColumn: Sendable, Hashable {
        package var name: String
        /// A sensitive value never leaves the server: a report shows ``SampleKey/mask``.
        package var isSensitive: Bool

        package init(_ name: String, isSensitive: Bool = false) {
            self.name = name
            self.isSensitive = isSensitive
        }
    }

    package enum Form: Sendable, Hashable {
        /// A condition that each row must satisfy: checks of one table share one scan.
        case row(RowCondition)
        /// A query that returns the failing rows.
        case query(String)
        /// A query of each of two databases, which must say the same.
        case agreement(Agreement)
        /// A query that must be answered in time, and by an index.
        case performance(Performance)
        /// A number of rows that is compared with those of earlier runs.
        case growth(GrowthRule)
        /// Numbers that are compared with what earlier runs predict.
        case anomalies(AnomalyRule)
    }

    package init(
        id: CheckID, database: String, title: String, kind: CheckKind, severity: Severity = .error,
        threshold: Threshold = .none, table: ObjectID? = nil, key: [KeyColumn] = [], form: Form,
        requirements: [Requirement] = [], location: SourceLocation? = nil
    ) {
        self.id = id
        self.database = database
        self.title = title
        self.kind = kind
        self.severity = severity
        self.threshold = threshold
        self.table = table
        self.key = key
        self.form = form
        self.requirements = requirements
        self.location = location
        population = table.map { Population(table: $0) }
    }

    /// The database that it compares its own with; nil for a check of one database.
    package var otherDatabase: String? {
        if case .agreement(let agreement) = form { agreement.other } else { nil }
    }

    /// True when it compares with the results of earlier runs.
    package var comparesWithPast: Bool {
        switch form {
        case .growth, .anomalies: true
        case .row, .query, .agreement, .performance: continuation != nil
        }
    }

    /// Where its SQL is, relative to the project.
    package var file: String { handWrittenFile ?? "checks/\(database)/\(id).sql" }
}

/// A condition that rows must satisfy.
package struct RowCondition: Sendable, Hashable {
    /// SQL that is true for a good row.
    package var condition: String
    /// The meaning of a NULL of the condition.
    package var onNull: NullMeaning
    /// SQL that selects the rows that are examined; nil for all. NULL counts as not selected, as in WHERE.
    package var scope: String?
    /// Columns that a person needs to see what is wrong, beside the key; only in the file, never in a report.
    package var shown: [String]
    /// SQL of type text[] that names what is wrong with a failing row, without its values; nil when the title says it.
    package var problems: String?

    package init(
        condition: String, onNull: NullMeaning, scope: String? = nil, shown: [String] = [], problems: String? = nil
    ) {
        // A comment at the end of a condition would swallow the SQL that follows it.
        self.condition = condition.contains("--") ? condition + "\n" : condition
        self.onNull = onNull
        self.scope = scope.map { $0.contains("--") ? $0 + "\n" : $0 }
        self.shown = shown
        self.problems = problems
    }

    /// SQL that is true for a failing row and false for every other: never NULL.
    package var fails: String {
        let failing = onNull == .fails ? "(\(condition)) IS NOT TRUE" : "(\(condition)) IS FALSE"
        return scope.map { "(\($0)) IS TRUE AND \(failing)" } ?? failing
    }
}

/// The meaning of a condition that is neither true nor false.
public enum NullMeaning: String, Sendable, Hashable {
    /// As in a CHECK constraint: NULL is no violation.
    case passes
    /// NULL is a violation.
    case fails
}

/// An object that must be in the database before a check can run.
public enum Requirement: Sendable, Hashable {
    /// A table or view, qualified.
    case relation(schema: String, name: String)
    /// A column of a table or view.
    case column(schema: String, relation: String, name: String)
    /// An installed extension.
    case `extension`(String)
}

extension Requirement: CustomStringConvertible {
    public var description: String {
        switch self {
        case .relation(let schema, let name): "table \(schema).\(name)"
        case .column(let schema, let relation, let name): "column \(schema).\(relation).\(name)"
        case .extension(let name): "extension \(name)"
        }
    }
}

/// Rows of a table that a check is about.
package struct Population: Sendable, Hashable {
    package var table: ObjectID
    /// SQL that selects them; nil for all. NULL counts as not selected.
    package var scope: String?
    /// SQL that is true for those of them that pass because of a NULL; nil where none can.
    package var nulls: String?
    /// Quoted columns by which they are grouped: then the groups are counted.
    package var groups: [String] = []

    package init(table: ObjectID, scope: String? = nil, nulls: String? = nil, groups: [String] = []) {
        self.table = table
        self.scope = scope
        self.nulls = nulls
        self.groups = groups
    }

    /// The statement that counts: all of them, and those that pass because of a NULL.
    var sql: String {
        let rows = "\(SQL.qualified(table.schema, table.name))" + (scope.map { "\nWHERE \($0)" } ?? "")
        guard groups.isEmpty else {
            return "SELECT count(*), 0 FROM (SELECT FROM \(rows) GROUP BY \(groups.joined(separator: ", "))) AS groups"
        }
        return "SELECT count(*), \(nulls.map { "count(*) FILTER (WHERE \($0))" } ?? "0") FROM \(rows)"
    }
}

/// How far a number of rows may be from the median of earlier runs.
package struct GrowthRule: Sendable, Hashable {
    /// The query that counts the rows now.
    package var query: String
    /// The least and the greatest ratio to the median; nil for no bound.
    package var least: Double?
    package var most: Double?
    /// With how many earlier runs it is compared.
    package var runs: Int
}
