import SchemaDSL
public import SchemaModel

/// How a check ended.
public enum CheckOutcome: Sendable, Hashable {
    case passed
    case failed
    /// It does not apply here: the table, the column or the extension does not exist.
    case skipped(reason: String)
    /// It was asked and the server refused: the check is wrong, or the role may not.
    case error(message: String)

    /// The word for it, in reports and in the history.
    public var word: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .skipped: "skipped"
        case .error: "error"
        }
    }

    /// The reason or the message, where there is one.
    public var explanation: String? {
        switch self {
        case .passed, .failed: nil
        case .skipped(let text), .error(let text): text
        }
    }
}

/// The key of one failing row; never anything else of it.
public struct SampleKey: Sendable, Hashable {
    /// Column names and values as text, in the order of the key. A sensitive value is replaced by ``mask``.
    public let columns: [String]
    public let values: [String]

    /// The text that stands for a value that a report must not show.
    public static let mask = Exposure.mask

    public init(columns: [String], values: [String]) {
        self.columns = columns
        self.values = values
    }
}

extension SampleKey: CustomStringConvertible {
    /// Such as `id=17` or `account_id=1, label=vip`.
    public var description: String {
        zip(columns, values).map { "\($0)=\($1)" }.joined(separator: ", ")
    }
}

/// The checks that fail on some of the same rows as another.
public struct FailingTogether: Sendable, Hashable, Codable {
    /// Those that fail on every one of its failing rows.
    public var always: [CheckID] = []
    /// Those that fail on some of them.
    public var sometimes: [CheckID] = []

    /// None.
    public init() {}
}

/// The result of one check in one run.
public struct CheckResult: Sendable, Hashable {
    public var id: CheckID
    public var database: String
    public var title: String
    /// `schema.table`; nil for a question to the catalog.
    public var table: String?
    public var kind: CheckKind
    public var severity: Severity
    public var threshold: Threshold
    public var outcome: CheckOutcome
    /// The rows that the check is about: those of its table, or those that its condition selects. Nil when unknown.
    public var rowsExamined: Int?
    /// Nil when the check was not answered.
    public var failingRows: Int?
    /// The unit that `failingRows` counts.
    public var counted = Counted.rows
    /// Numbers that say more: groups of equal rows, rows that pass because of a NULL, what is wrong with JSON documents.
    public var figures: [CheckFigure] = []
    /// An assumption where the declaration leaves something open, such as a time zone.
    public var note: String?
    /// The guarantee of the catalog that answered the check without reading a row.
    public var proof: Proof?
    /// The checks that the same rows fail, of those that share its scan.
    public var together = FailingTogether()
    public var samples: [SampleKey]
    /// The time of its own statement; a scan that several checks share is counted for each of them.
    public var duration: Duration
    /// Where it is declared; nil for a hand-written file.
    public var location: SourceLocation?
    /// The SQL that returns its failing rows, relative to the project: `checks/supabase/….sql`.
    public var file: String
    /// False where that file was not written yet, so that no report tells a person to run it.
    package var isFileWritten = true
    /// Owner, tags, description and dimension.
    public var labels = CheckLabels()
    /// The schema of its table; nil for a question to the catalog.
    public var schema: String?
    /// Numbers that it measured, which later runs are compared with.
    public var measurements: [DataMeasurement] = []

    public init(
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
        self.threshold = threshold
        self.outcome = outcome
        self.rowsExamined = rowsExamined
        self.failingRows = failingRows
        self.samples = samples
        self.duration = duration
        self.location = location
        self.file = file
    }

    /// The share of the examined rows that fail, 0 to 1; nil when either number is unknown or nothing was examined.
    public var fraction: Double? {
        guard let failingRows, let rowsExamined, rowsExamined > 0 else { return nil }
        return Double(failingRows) / Double(rowsExamined)
    }

    /// The side of data quality that it is about.
    public var dimension: QualityDimension { labels.dimension ?? kind.dimension }

    /// Where it stands in a report: what must be acted on comes first. Smaller is worse.
    public var urgency: Int {
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
