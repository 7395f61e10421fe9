public import SchemaDSL
import SchemaModel

/// A check on the data of a table, or on the system catalog.
///
///     CheckGroup(on: conversations, key: [conversations.id], [
///         .format(conversations.customerEmail, "^[^@]+@[^@]+$", "Customers have a valid e-mail address").severity(.warning),
///         .unique([conversations.externalID], "No conversation is there twice"),
///     ])
///
/// Not to be confused with the constraint `Check`: a constraint refuses rows, a check finds those that are there.
///
/// A modifier that a rule cannot use is refused by ``CheckSuite/compiled()``, with the line of the declaration.
public struct DataCheck: Sendable {
    let rule: Rule
    /// The last part of the id.
    var name: String
    var title: String
    var kind: CheckKind
    var severity: Severity = .error
    var threshold: Threshold = .none
    var warning: Threshold?
    var scope: Predicate?
    var groups: [any AnyColumn] = []
    var accepted: [KnownFailure] = []
    var requirements: [Requirement] = []
    var timeLimit: Duration?
    /// The problem with the rule's arguments, found where their types are known.
    var contradictions: [String] = []
    /// The column by which later runs read only new rows, and how far they go back.
    var continued: (column: any AnyColumn, overlap: Continuation.Overlap)?
    var labels = CheckLabels()
    let location: SourceLocation

    enum Rule: Sendable {
        case row(Predicate, onNull: NullMeaning)
        case shape(any AnyColumn, JSONShape, onNull: NullMeaning)
        case unique([any AnyColumn], nulls: NullEquality)
        case references([any AnyColumn], [any AnyColumn], onNull: NullMeaning)
        case freshness(any AnyColumn, Freshness)
        case rowCount(atLeast: Int?, atMost: Int?)
        case statistic(Statistic, any AnyColumn, Bounds)
        case growth(Growth)
        case anomalies([MonitoredNumber])
        case totals(Totals)
        case overlaps(Overlaps)
        case gaps(Gaps)
        case monotonic(Monotony)
        case query(SQLFragment)
        case question(SQLFragment, key: [String])
        case agreement(Reconciliation, Agreement.Scope)
        case performance(SQLFragment, Duration, indexes: [String], rows: Int)
    }

    init(
        _ rule: Rule, name: String, title: String, kind: CheckKind, file: StaticString, line: UInt
    ) {
        self.rule = rule
        self.name = name
        self.title = title
        self.kind = kind
        location = SourceLocation(filePath: file, line: line)
    }
}

extension DataCheck {
    /// How much a failure matters; `error` by default.
    public func severity(_ severity: Severity) -> DataCheck { changed { $0.severity = severity } }

    /// How many failing rows are tolerated; none by default. A share is of the rows in scope.
    ///
    /// Rules with one finding for the whole table, such as ``freshness(_:within:in:_:file:line:)``, take none.
    public func threshold(_ threshold: Threshold) -> DataCheck { changed { $0.threshold = threshold } }

    /// Two levels: above `warning` the check warns, above `threshold` it fails.
    public func threshold(_ threshold: Threshold, warning: Threshold) -> DataCheck {
        changed {
            $0.threshold = threshold
            $0.warning = warning
        }
    }

    /// The kind of the check, where it differs from the usual one of its rule. It changes reports, never what runs.
    public func kind(_ kind: CheckKind) -> DataCheck { changed { $0.kind = kind } }

    /// The last part of the check's id, instead of the name of its rule. History identifies a check by its id.
    public func named(_ name: String) -> DataCheck { changed { $0.name = name } }

    /// Only these rows are examined, and counted as the whole that a share is of.
    ///
    /// Rules whose SQL is your own (`query`, `question`, `performance`, agreements) take none: write the condition into the SQL.
    public func `where`(_ scope: Predicate) -> DataCheck { changed { $0.scope = scope } }

    /// The check is made for each group of rows by itself, such as each tenant; the groups that fail are the findings, worst first.
    ///
    /// Rules about rows, freshness, row counts and statistics can be made for each group; the threshold then is a group's.
    /// A group without any row is not seen. Reports show a group's values where the columns are marked unmasked.
    public func each(by groups: [any AnyColumn]) -> DataCheck { changed { $0.groups = groups } }

    /// These rows may fail until a day: they are counted apart, and the report says which entries are not needed any more.
    public func accepting(_ known: [KnownFailure]) -> DataCheck { changed { $0.accepted += known } }

    /// After how long its statement is given up, instead of the limit of the run; then the check ends as an error.
    ///
    /// A check on rows with a limit of its own does not share its scan with those that have another.
    public func timeLimit(_ limit: Duration) -> DataCheck { changed { $0.timeLimit = limit } }

    /// The objects that must be in the database for the check to run; its tables and columns are known already.
    public func requires(_ requirements: Requirement...) -> DataCheck { changed { $0.requirements += requirements } }

    private func changed(_ change: (inout DataCheck) -> Void) -> DataCheck {
        var copy = self
        change(&copy)
        return copy
    }
}

/// The comparison of NULLs with each other.
public enum NullEquality: Sendable, Hashable {
    /// As in a UNIQUE constraint: a row with a NULL in its columns equals no other.
    case distinct
    /// As in `UNIQUE NULLS NOT DISTINCT`: NULL equals NULL.
    case equal
}
