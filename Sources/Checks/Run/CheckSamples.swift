import PostgresClient
import SchemaModel

extension CompiledCheck {
    /// The key's columns as text; a sensitive one is not even read.
    private var keyColumns: String? {
        guard !key.isEmpty else { return nil }
        return key.map { $0.isSensitive ? SQL.literal(SampleKey.mask) : "\(SQL.identifier($0.name))::text" }
            .joined(separator: ", ")
    }

    /// The problems of a row of a shape, as one text: it has names of keys and types, no value.
    private static let problems = "problems"

    private var namesProblems: Bool { breakdown != nil }

    /// The content of a sample: the key and, for a shape, the problem.
    var sampleColumns: [String] { key.map(\.name) + (namesProblems ? [Self.problems] : []) }

    /// The keys of a few failing rows; nil when none may be shown.
    func sampleQuery(_ most: Int) -> String? {
        keyColumns.map { columns in
            let problems = namesProblems ? ", array_to_string(\(Self.problems), ', ')" : ""
            return "SELECT \(columns)\(problems) FROM (\n\(newFailures)\n) AS \"check\" LIMIT \(most)"
        }
    }

    /// The key's columns as text, and of a shape what is wrong, as one `text[]`; a sensitive value is not even read.
    var keyArray: String {
        var parts = key.map {
            $0.isSensitive ? SQL.literal(SampleKey.mask) : "coalesce(\(SQL.identifier($0.name))::text, 'NULL')"
        }
        if namesProblems, case .row(let row) = form, let sql = row.problems { parts.append("array_to_string(\(sql), ', ')") }
        return "ARRAY[\(parts.joined(separator: ", "))]::text[] AS key"
    }

    /// One statement for the number of failing rows and the keys of a few: one row with the number, and a key in each.
    ///
    /// The query runs once, and only the keys of its rows are kept.
    func countQuery(samples: Int) -> String {
        guard samples > 0 else { return "SELECT count(*) FROM (\n\(query)\n) AS \"check\"" }
        return """
            WITH found AS MATERIALIZED (
            SELECT \(keyArray) FROM (
            \(query)
            ) AS "check"
            )
            SELECT counted.rows, shown.key
            FROM (SELECT count(*) AS rows FROM found) AS counted
            LEFT JOIN (SELECT key FROM found LIMIT \(samples)) AS shown ON true
            """
    }

    /// The keys of a few failing rows as one column, `key text[]`; from the parts of the table that have some, where that is known.
    func sampleQuery(_ most: Int, _ segments: TableSegments, _ parts: Int64?) -> String? {
        guard !key.isEmpty, case .row(let row) = form else { return nil }
        // Known failures are left out by key, which the parts do not tell.
        guard let parts, accepted.isEmpty else {
            let names = sampleColumns.indices.map { "value\($0)" }.joined(separator: ", ")
            return sampleQuery(most).map { "SELECT ARRAY[\(names)]::text[] AS key FROM (\n\($0)\n) AS shown (\(names))" }
        }
        // Each of these parts has a failing row, so that as many parts as rows are wanted are enough.
        let ranges = segments.parts(parts).prefix(most).map { part in
            "SELECT \(keyArray) FROM \(tableName) WHERE \(segments.condition(part)) AND \(row.fails)"
        }
        return ranges.joined(separator: "\nUNION ALL\n") + "\nLIMIT \(most)"
    }

    /// The keys in a column of a result.
    func samples(_ rows: PostgresRows, from column: Int) throws(PostgresError) -> [SampleKey] {
        var found: [SampleKey] = []
        for row in rows {
            let values: [String?] = try row.decode(column)
            found.append(SampleKey(columns: sampleColumns, nullable: values))
        }
        return found
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
        note = [check.note, check.window?.note].compactMap(\.self).joined(separator: "; ")
        if note == "" { note = nil }
        isPartial = check.window?.isPart == true
        measurements = [check.window?.last].compactMap(\.self)
        labels = check.labels
        schema = check.table?.schema
        isHandWritten = check.handWrittenFile != nil
        fileShows =
            switch check.form {
            case .row, .query: .failingRows
            case .agreement, .performance, .growth: .compared
            case .anomalies: .nothing
            }
    }

    /// Of a check that ran.
    init(_ check: CompiledCheck, failing: Int, examined: Int?, _ duration: Duration) {
        self.init(check, .passed, duration)
        // The mark moves only where nothing is left to be found again.
        if failing == 0, let next = check.window?.next { measurements = [next] }
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
