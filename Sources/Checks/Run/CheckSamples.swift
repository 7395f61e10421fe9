import SchemaModel

extension CompiledCheck {
    /// The key's columns as text; a personal one is not even read.
    private var keyColumns: String? {
        guard !key.isEmpty else { return nil }
        return key.map { $0.isPersonal ? SQL.literal(SampleKey.mask) : "\(SQL.identifier($0.name))::text" }
            .joined(separator: ", ")
    }

    /// The keys of a few failing rows; nil when none may be shown.
    func sampleQuery(_ most: Int) -> String? {
        keyColumns.map { "SELECT \($0) FROM (\n\(query)\n) AS \"check\" LIMIT \(most)" }
    }

    /// The keys of the rows at these addresses, which the scan's snapshot still sees.
    func sampleQuery(at addresses: [String]) -> String? {
        guard let keyColumns, !addresses.isEmpty else { return nil }
        let list = addresses.map { "\(SQL.literal($0))::tid" }.joined(separator: ", ")
        return "SELECT \(keyColumns) FROM \(tableName) WHERE ctid = ANY (ARRAY[\(list)])"
    }
}

extension CheckResult {
    /// Of a check that was not answered.
    init(_ check: CompiledCheck, _ outcome: CheckOutcome, _ duration: Duration) {
        self.init(
            id: check.id, database: check.database, title: check.title, table: check.table?.path, kind: check.kind,
            severity: check.severity, threshold: check.threshold, outcome: outcome, duration: duration,
            location: check.location, file: check.file)
    }

    /// Of a check that was.
    init(_ check: CompiledCheck, failing: Int, examined: Int?, _ duration: Duration) {
        self.init(check, check.threshold.allows(failing: failing, of: examined) ? .passed : .failed, duration)
        failingRows = failing
        rowsExamined = examined
    }
}
