import SchemaDSL
package import SchemaModel

/// How a check ended.
public enum CheckOutcome: Sendable, Hashable {
    /// The data obey the rule, or no more rows fail than the threshold allows.
    case passed
    /// More rows fail than the threshold allows.
    case failed
    /// It does not apply here: the table, the column or the extension does not exist.
    case skipped(reason: String)
    /// It was asked and the server refused: the check is wrong, or the role may not.
    case error(message: String)

    /// The word for it, in reports and in the history.
    package var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .skipped: "skipped"
        case .error: "error"
        }
    }

    /// The reason or the message, where there is one.
    package var explanation: String? {
        switch self {
        case .passed, .failed: nil
        case .skipped(let text), .error(let text): text
        }
    }
}

/// The key of one failing row; never anything else of it.
package struct SampleKey: Sendable, Hashable {
    /// Column names and values as text, in the order of the key. A sensitive value is replaced by ``mask``.
    package let columns: [String]
    package let values: [String]

    /// The text that stands for a value that a report must not show.
    package static let mask = Exposure.mask

    package init(columns: [String], values: [String]) {
        self.columns = columns
        self.values = values
    }

    /// The key of values that may be NULL, which is not the text NULL: that is in quotes, as known failures write it.
    package init(columns: [String], nullable values: [String?]) {
        self.init(columns: columns, values: values.map { $0 == "NULL" ? "\"NULL\"" : $0 ?? "NULL" })
    }
}

extension SampleKey: CustomStringConvertible {
    /// Such as `id=17` or `account_id=1, label=vip`.
    package var description: String {
        zip(columns, values).map { "\($0)=\($1)" }.joined(separator: ", ")
    }
}

/// The checks that fail on some of the same rows as another.
package struct FailingTogether: Sendable, Hashable, Codable {
    /// Those that fail on every one of its failing rows.
    package var always: [CheckID] = []
    /// Those that fail on some of them.
    package var sometimes: [CheckID] = []
    /// How many rows of the table were read to find this out, where they are not all.
    package var sampleRows: Int?

    /// None.
    package init() {}
}

/// The result of one check in one run.
public struct CheckResult: Sendable, Hashable {
    /// The check's id, which stays the same from run to run.
    public var id: CheckID
    package var database: String
    /// The rule in one sentence, as it was declared.
    public var title: String
    /// `schema.table`; nil for a question to the catalog.
    public var table: String?
    package var kind: CheckKind
    /// How bad a failure is: only an error makes the run fail.
    public var severity: Severity
    /// The severity as declared: of a check with two levels, `severity` is that of the level that was reached.
    package let declaredSeverity: Severity
    package var threshold: Threshold
    /// How the check ended.
    public var outcome: CheckOutcome
    /// The rows that the check is about: those of its table, or those that its condition selects. Nil when unknown.
    public var rowsExamined: Int?
    /// Nil when the check was not answered.
    public var failingRows: Int?
    /// The unit that `failingRows` counts.
    package var counted = Counted.rows
    /// Numbers that say more: groups of equal rows, rows that pass because of a NULL, what is wrong with JSON documents.
    package var figures: [CheckFigure] = []
    /// An assumption where the declaration leaves something open, such as a time zone.
    public var note: String?
    /// True when it read only the rows that are new since an earlier run.
    package var isPartial = false
    /// The guarantee of the catalog that answered the check without reading a row.
    package var proof: Proof?
    /// The checks that the same rows fail, of those that share its scan.
    package var together = FailingTogether()
    /// When its failing rows are, and what most of them have in common; nil where that cannot be told.
    package var pattern: FailurePattern?
    package var samples: [SampleKey]
    /// The time of its own statement; a scan that several checks share is counted for each of them.
    package var duration: Duration
    /// Where it is declared; nil for a hand-written file.
    package var location: SourceLocation?
    /// The SQL that returns its failing rows, relative to the project: `checks/supabase/….sql`.
    package var file: String
    /// What somebody sees who runs that file.
    package var fileShows = FileContent.failingRows
    /// False where that file was not written yet, so that no report tells a person to run it.
    package var isFileWritten = true
    /// Whether a person wrote the file: it may hold other checks, and statements that write.
    package var isHandWritten = false
    /// Owner, tags, description and dimension.
    package var labels = CheckLabels()
    /// The schema of its table; nil for a question to the catalog.
    package var schema: String?
    /// Numbers that it measured, which later runs are compared with.
    package var measurements: [DataMeasurement] = []

    /// The answer of a check's file when it is run by hand.
    package enum FileContent: Sendable, Hashable {
        case failingRows
        /// What is compared with another database, with a limit or with earlier runs.
        case compared
        /// Nothing that says what failed.
        case nothing
    }

    package init(
        id: CheckID, database: String, title: String, table: String? = nil, kind: CheckKind, severity: Severity,
        threshold: Threshold = .none, outcome: CheckOutcome, rowsExamined: Int? = nil, failingRows: Int? = nil,
        samples: [SampleKey] = [], duration: Duration = .zero, location: SourceLocation? = nil, file: String
    ) {
        self.id = id
        self.database = database
        self.title = title
        self.table = table
        self.kind = kind
        self.severity = severity
        declaredSeverity = severity
        self.threshold = threshold
        self.outcome = outcome
        self.rowsExamined = rowsExamined
        self.failingRows = failingRows
        self.samples = samples
        self.duration = duration
        self.location = location
        self.file = file
    }

    /// The share of the examined rows that fail, 0 to 1; nil when either number is unknown or nothing was examined, and for a query that
    /// returns more rows than its table has: those are not a share of it.
    package var fraction: Double? {
        guard let failingRows, let rowsExamined, rowsExamined > 0, failingRows <= rowsExamined else { return nil }
        return Double(failingRows) / Double(rowsExamined)
    }

    /// The side of data quality that it is about.
    package var dimension: QualityDimension { labels.dimension ?? kind.dimension }

    /// Where it stands in a report: what must be acted on comes first. Smaller is worse.
    package var urgency: Int {
        switch (outcome, severity) {
        case (.failed, .error): 0
        case (.error, _): 1
        case (.failed, .warning): 2
        case (.failed, .info): 3
        case (.skipped, _): 4
        case (.passed, _): 5
        }
    }
}
