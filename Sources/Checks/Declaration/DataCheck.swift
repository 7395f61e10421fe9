public import SchemaDSL
import SchemaModel

/// A check on the data of a table, or a question to the system catalog.
///
///     CheckGroup(on: conversations, key: [conversations.id], [
///         .format(conversations.customerEmail, "^[^@]+@[^@]+$", "Customers have a valid e-mail address").severity(.warning),
///         .unique([conversations.externalID], "No conversation is there twice"),
///     ])
///
/// Not to be confused with the constraint `Check`: a constraint refuses rows, a check finds those that are there.
public struct DataCheck: Sendable {
    let rule: Rule
    /// What the id ends in.
    var name: String
    var title: String
    var kind: CheckKind
    var severity: Severity = .error
    var threshold: Threshold = .none
    var scope: Predicate?
    var requirements: [Requirement] = []
    let location: SourceLocation

    enum Rule: Sendable {
        case row(Predicate, onNull: NullMeaning)
        case shape(any AnyColumn, JSONShape)
        case unique([any AnyColumn])
        case references(any AnyColumn, any AnyColumn, onNull: NullMeaning)
        case freshness(any AnyColumn, Duration)
        case rowCount(atLeast: Int?, atMost: Int?)
        case query(SQLFragment)
        case question(SQLFragment, key: [String])
        case agreement(Reconciliation, sample: Int?)
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
    /// How much a failure matters; `error` unless said otherwise.
    public func severity(_ severity: Severity) -> DataCheck { changed { $0.severity = severity } }

    /// How many failing rows are put up with; none unless said otherwise.
    public func threshold(_ threshold: Threshold) -> DataCheck { changed { $0.threshold = threshold } }

    /// What it is about, where that is not what its rule is usually about.
    public func kind(_ kind: CheckKind) -> DataCheck { changed { $0.kind = kind } }

    /// What its id ends in, instead of the name of its rule. The id is what history knows it by.
    public func named(_ name: String) -> DataCheck { changed { $0.name = name } }

    /// Only these rows are examined; of a rule about rows, or ``unique(_:_:file:line:)``, ``references(_:_:onNull:_:file:line:)``.
    public func `where`(_ scope: Predicate) -> DataCheck { changed { $0.scope = scope } }

    /// What must be in the database for the check to be asked; its tables and columns are known already.
    public func requires(_ requirements: Requirement...) -> DataCheck { changed { $0.requirements += requirements } }

    private func changed(_ change: (inout DataCheck) -> Void) -> DataCheck {
        var copy = self
        change(&copy)
        return copy
    }
}

extension DataCheck.Rule {
    /// True where a failing row of the rule's query is a row of the table; freshness and row counts return one row for the whole table.
    var findsRows: Bool {
        switch self {
        case .freshness, .rowCount, .performance, .agreement, .question: false
        case .row, .shape, .unique, .references, .query: true
        }
    }
}
