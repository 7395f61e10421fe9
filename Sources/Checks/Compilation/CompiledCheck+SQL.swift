import SchemaModel

extension CompiledCheck {
    /// The query that returns the failing rows, key columns first, without a semicolon; of an agreement, what is compared.
    package var query: String {
        switch form {
        case .query(let sql): return sql
        case .performance(let performance): return performance.query
        case .agreement(let agreement): return agreement.query(agreement.here)
        case .growth(let growth): return growth.query
        case .anomalies(let rule): return rule.query
        case .row(let row):
            let keys = key.map { SQL.identifier($0.name) }
            guard let problems = row.problems else {
                let columns = (keys + row.shown.map(SQL.identifier).filter { !keys.contains($0) }).joined(separator: ", ")
                return """
                    SELECT \(columns.isEmpty ? "*" : columns)
                    FROM \(tableName)
                    WHERE \(row.fails)
                    """
            }
            // What is wrong is worked out once, and rows with nothing wrong are left out.
            let scope = row.scope.map { "(\($0)) IS TRUE AND " } ?? ""
            return """
                SELECT \((keys + ["shape.problems"]).joined(separator: ", "))
                FROM \(tableName)
                CROSS JOIN LATERAL (
                  SELECT \(problems) AS problems
                ) AS shape
                WHERE \(scope)shape.problems <> '{}'
                """
        }
    }

    /// The qualified, quoted name of the table; for a row condition, which has one.
    var tableName: String {
        table.map { SQL.qualified($0.schema, $0.name) } ?? ""
    }

    /// The line of its file on which its query begins, from 1.
    var queryLine: Int { handWrittenFile == nil ? fileHeader.count + 1 : firstLine }

    /// The contents of its file: a header that a hand-written check could have too, and the query.
    package var fileText: String {
        // Run by hand, a query that must be quick shows what is judged.
        let isTimed = if case .performance = form { true } else { false }
        return (fileHeader + ["\(isTimed ? "EXPLAIN (ANALYZE, TIMING OFF) " : "")\(query);", ""]).joined(separator: "\n")
    }

    /// The comments at the top of its file, each one line.
    private var fileHeader: [String] {
        var header = ["-- title: \(CheckHeader.oneLine(title))", "-- kind: \(kind.rawValue)"]
        header += ["-- severity: \(severity.rawValue)", "-- threshold: \(threshold)"]
        if let timeLimit { header.append("-- limit: \(CheckHeader.text(of: timeLimit))") }
        if let table { header.append("-- table: \(HeaderNames.text(table))") }
        if let continuation { header.append("-- incremental: \(continuation.text)") }
        if !key.isEmpty { header.append("-- key: \(CheckHeader.keyText(key))") }
        for requirement in requirements.map(CheckHeader.text(of:)).sorted() {
            header.append("-- requires: \(requirement)")
        }
        if let location { header.append("-- declared: \(CheckHeader.oneLine(location.file))") }
        header.append(CheckHeader.generatedMark)
        if case .agreement(let agreement) = form {
            // One file is run in one database: the other's query stands beside it, to be run there.
            header.append("-- Compared by `plumb check` with what \(CheckHeader.oneLine(agreement.other)) answers to:")
            header += agreement.query(agreement.there).split(separator: "\n").map { "--   \($0)" }
        }
        if case .growth(let growth) = form {
            let bounds = [growth.least.map { "at least \($0)" }, growth.most.map { "at most \($0)" }].compactMap(\.self)
            header.append(
                "-- Judged by `plumb nightly`: \(bounds.joined(separator: " and ")) times the median of the last \(growth.runs) runs."
            )
        }
        if case .anomalies = form {
            header.append("-- Judged by `plumb nightly`: against what earlier runs predict.")
        }
        if let warning { header.append("-- Warns above: \(warning)") }
        if let note { header.append("-- Note: \(CheckHeader.oneLine(note))") }
        if case .performance(let performance) = form {
            let names = performance.indexes.isEmpty ? "" : ", by way of \(performance.indexes.joined(separator: " or "))"
            header.append("-- Judged by `plumb check`: at most \(performance.limit) ms\(CheckHeader.oneLine(names)).")
        }
        return header
    }
}
