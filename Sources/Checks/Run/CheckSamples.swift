import SchemaModel

extension CompiledCheck {
    /// The key's columns as text; a personal one is not even read.
    private var keyColumns: String? {
        guard !key.isEmpty else { return nil }
        return key.map { $0.isPersonal ? SQL.literal(SampleKey.mask) : "\(SQL.identifier($0.name))::text" }
            .joined(separator: ", ")
    }

    /// What is wrong with a row of a shape, as one text: it has names of keys and types, no value.
    private static let problems = "problems"

    private var namesProblems: Bool { breakdown != nil }

    /// What a sample shows: the key, and of a shape what is wrong.
    var sampleColumns: [String] { key.map(\.name) + (namesProblems ? [Self.problems] : []) }

    /// The keys of a few failing rows; nil when none may be shown.
    func sampleQuery(_ most: Int) -> String? {
        keyColumns.map { columns in
            let problems = namesProblems ? ", array_to_string(\(Self.problems), ', ')" : ""
            return "SELECT \(columns)\(problems) FROM (\n\(newFailures)\n) AS \"check\" LIMIT \(most)"
        }
    }

    /// The keys of the rows at these addresses, which the scan's snapshot still sees.
    func sampleQuery(at addresses: [String]) -> String? {
        guard let keyColumns, !addresses.isEmpty else { return nil }
        let list = addresses.map { "\(SQL.literal($0))::tid" }.joined(separator: ", ")
        var problems = ""
        if namesProblems, case .row(let row) = form, let sql = row.problems { problems = ", array_to_string(\(sql), ', ')" }
        return "SELECT \(keyColumns)\(problems) FROM \(tableName) WHERE ctid = ANY (ARRAY[\(list)])"
    }
}

extension CheckResult {
    /// Of a check that did not run, or could not.
    init(_ check: CompiledCheck, _ outcome: CheckOutcome, _ duration: Duration) {
        self.init(
            id: check.id, database: check.database, title: check.title, table: check.table?.path, kind: check.kind,
            severity: check.severity, threshold: check.threshold, outcome: outcome, duration: duration,
            location: check.location, file: check.file)
        counted = check.counted
        note = check.note
    }

    /// Of a check that ran.
    init(_ check: CompiledCheck, failing: Int, examined: Int?, _ duration: Duration) {
        self.init(check, .passed, duration)
        judge(check, failing: failing, examined: examined)
    }

    /// Decides by the check's levels. Between two levels it is a warning, above the level of warnings.
    mutating func judge(_ check: CompiledCheck, failing: Int, examined: Int?) {
        failingRows = failing
        rowsExamined = examined
        severity = check.severity
        threshold = check.threshold
        if !check.threshold.allows(failing: failing, of: examined) {
            outcome = .failed
        } else if let warning = check.warning, !warning.allows(failing: failing, of: examined) {
            outcome = .failed
            severity = .warning
            threshold = warning
        } else {
            outcome = .passed
        }
    }
}
