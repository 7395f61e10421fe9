import SchemaDSL
package import SchemaModel

extension CompiledCheck {
    /// Reads a hand-written check: a query that returns the failing rows, under a header of comments.
    ///
    /// - Parameters:
    ///   - name: The file's name without `.sql`; it becomes the id.
    ///   - text: The query with its header. The query is run as a subquery, without the semicolon and the comments after it.
    ///   - file: The file's path relative to the project; `checks/DATABASE/NAME.sql` unless given.
    ///   - place: The line of `-- plumb:check`, by which the check has its name; nil where the whole file is one check.
    /// - Throws: ``CheckError`` of code `invalidFile`, with every problem of the header and its line.
    package init(handWritten name: String, database: String, text: String, file: String? = nil, place: SourceLocation? = nil)
        throws(CheckError)
    {
        let file = file ?? "checks/\(database)/\(name).sql"
        let header = CheckHeader(of: text, firstLine: place?.line ?? 1)
        var problems = header.mistakes.map { "\(file):\($0.line): \($0.text)" }

        func read<T>(_ field: String, default value: T, _ parse: (String) -> T?, expected: String) -> T {
            guard let found = header.fields.first(where: { $0.name == field }) else { return value }
            if let parsed = parse(found.value) { return parsed }
            problems.append("\(file):\(found.line): \(field) is not \(expected)")
            return value
        }

        let id = CheckID(rawValue: name)
        if !id.isWellFormed {
            problems.append(
                "\(place?.description ?? file): the name `\(name)` may have lower-case letters, digits and _, parted by dots or "
                    + "hyphens; rename it")
        }
        let title = header.value("title") ?? header.value("description") ?? (place == nil ? "" : CheckHeader.title(name))
        if title.isEmpty {
            problems.append("\(file): there is no title; begin the file with `-- title: what must hold`")
        }
        let isWatch = header.value("anomalies") != nil
        let severity = read(
            "severity", default: isWatch ? Severity.warning : .error, Severity.init, expected: "info, warning or error")
        let threshold = read("threshold", default: .none, Threshold.init, expected: "a number of rows or a percentage")
        let warning = read(
            "warning", default: Threshold?.none, { Threshold($0).map { .some($0) } }, expected: "a number of rows or a percentage"
        )
        let kind = read(
            "kind", default: CheckKind.quality, CheckKind.init, expected: "validation, quality, monitor, catalog or shape")
        let table = read(
            "table", default: ObjectID?.none,
            { CheckHeader.requirement($0).flatMap { if case .relation(let s, let n) = $0 { .some(.table(s, n)) } else { nil } } },
            expected: "schema.table; a name with a dot or a quotation mark is written as in SQL, in double quotes")
        let limit = read(
            "limit", default: Duration?.none, { CheckHeader.limit($0).map { .some($0) } }, expected: "30 s or 500 ms")
        var requirements: [Requirement] = []
        for field in header.fields where field.name == "requires" {
            for part in HeaderNames.list(field.value) {
                if let requirement = CheckHeader.requirement(part) {
                    requirements.append(requirement)
                } else {
                    problems.append("\(file):\(field.line): requires is not schema.table, schema.table.column or extension NAME")
                }
            }
        }
        let key = read(
            "key", default: [], CheckHeader.key,
            expected: "a list of column names; a name with a comma or a quotation mark is written as in SQL, in double quotes")
        var accepted: [KnownFailure] = []
        for field in header.fields where field.name == "known" {
            if let known = CheckHeader.known(field.value), known.key.count == key.count, !key.isEmpty {
                accepted.append(known)
            } else {
                problems.append(
                    "\(file):\(field.line): known is not the \(key.count) values of the key, until YYYY-MM-DD, such as "
                        + "`known: 17 until 2026-12-31, imported twice`")
            }
        }
        if let warning, let reason = CheckLevels.contradiction(warning: warning, threshold: threshold, severity) {
            let line = header.fields.first { $0.name == "warning" }?.line ?? 1
            problems.append("\(file):\(line): \(reason)")
        }
        if table == nil, [threshold, warning].contains(where: { if case .fraction? = $0 { true } else { false } }) {
            problems.append("\(file): a percentage is of the rows of a table; name it with `-- table: schema.table`")
        }
        let continuation = read(
            "incremental", default: Continuation?.none, { Continuation($0).map { .some($0) } },
            expected: "a column, such as `created_at`, `created_at, overlap 2 h` or `id, overlap 10000`")
        if let continuation {
            let line = header.fields.first { $0.name == "incremental" }?.line ?? 1
            if table == nil {
                problems.append("\(file):\(line): \(continuation.column) is of a table; name it with `-- table: schema.table`")
            }
            if [threshold, warning].contains(where: { if case .fraction? = $0 { true } else { false } }) || isWatch {
                problems.append(
                    "\(file):\(line): an incremental check reads new rows only, and takes neither a percentage nor anomalies")
            }
        }
        let watched = read(
            "anomalies", default: [AnomalyRule.Number](), AnomalyRule.numbers,
            expected: "a list such as `rows, age of created_at, nulls of email, mean of total, distribution of total`")
        if isWatch, table == nil { problems.append("\(file): anomalies are of a table; name it with `-- table: schema.table`") }
        if isWatch, !threshold.allows(failing: 0, of: nil) || threshold != .none || !accepted.isEmpty {
            problems.append(
                "\(file): a check on anomalies takes neither threshold nor known failures; its budget is in plumbline.yml")
        }
        var labels = CheckLabels(owner: header.value("owner"))
        labels.tags = header.fields.filter { $0.name == "tags" }.flatMap { HeaderNames.list($0.value) }
        labels.dimension = read(
            "dimension", default: QualityDimension?.none, { QualityDimension(rawValue: $0).map { .some($0) } },
            expected: QualityDimension.allCases.map(\.rawValue).joined(separator: ", "))
        // Beside a title, the description says why.
        if header.value("title") != nil { labels.description = header.value("description") }
        guard problems.isEmpty else { throw CheckError(.invalidFile, problems.joined(separator: "\n")) }

        if isWatch, let table {
            var hasStatement = true
            do throws(StatementProblem) { _ = try SQL.singleStatement(text) } catch { hasStatement = error != .missing }
            if hasStatement { throw CheckError(.invalidFile, "\(file): a check on anomalies has no SQL of its own; remove it") }
            let columns = watched.compactMap(\.column).compactMap { column in
                table.schema.map { Requirement.column(schema: $0, relation: table.name, name: column) }
            }
            self.init(
                id: id, database: database, title: title, kind: header.value("kind") == nil ? .monitor : kind, severity: severity,
                table: table, key: AnomalyRule.key, form: .anomalies(AnomalyRule(table: table, numbers: watched)),
                requirements: requirements + columns, location: place)
            handWrittenFile = file
            timeLimit = limit
            counted = .findings
            self.labels = labels
            self.labels.dimension = labels.dimension ?? .volume
            return
        }
        let sql: String
        do throws(StatementProblem) {
            sql = try SQL.singleStatement(text)
        } catch {
            throw CheckError(.invalidFile, error.message(file, firstLine: place?.line ?? 1))
        }
        self.init(
            id: id, database: database, title: title, kind: kind, severity: severity,
            threshold: threshold, table: table, key: key, form: .query(sql),
            requirements: requirements, location: place)
        handWrittenFile = file
        firstLine = place?.line ?? 1
        timeLimit = limit
        self.continuation = continuation
        self.labels = labels
        self.warning = warning
        self.accepted = accepted
    }
}

extension StatementProblem {
    /// - Parameter firstLine: The number of the text's first line in its file.
    fileprivate func message(_ file: String, firstLine: Int) -> String {
        let line =
            switch self {
            case .missing: 1
            case .second(let line), .command(let line), .open(let line): line
            }
        return "\(file):\(firstLine + line - 1): \(text)"
    }

    /// The problem without its place.
    var text: String {
        switch self {
        case .missing: "the check has no query; write one SELECT that returns the failing rows"
        case .second:
            "a check is one statement, and a second one begins here; remove it, or make another check of it (in a file, after a "
                + "line `-- plumb:check NAME`)"
        case .command: "a check is SQL alone, and a command of psql stands here; remove it"
        case .open: "a quoted text or a comment begins here and does not end"
        }
    }
}
