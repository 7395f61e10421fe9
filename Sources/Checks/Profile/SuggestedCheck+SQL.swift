import SchemaModel

extension SuggestedCheck {
    /// The condition that a row satisfies, as SQL; nil for a rule that is not about single rows.
    var condition: String? {
        let name = SQL.identifier(column)
        switch rule {
        case .notNull, .nullShare: return "\(name) IS NOT NULL"
        case .unique: return nil
        case .oneOf(let values): return "\(name) IN (\(values.map(SQL.literal).joined(separator: ", ")))"
        case .format(let regex): return "\(name)::text ~ \(SQL.literal(regex))"
        case .condition(let parts):
            return parts.map { part in
                switch part {
                case .sql(let text): text
                case .column: name
                }
            }.joined()
        case .notInFuture: return "\(name) <= \(TraitSQL.latest(of: type))"
        }
    }
}

extension TableProfile {
    /// The suggested checks in the form of a check file, as a project of SQL files keeps it in `checks/`.
    package var checkFile: String {
        var text =
            "-- Suggested by `plumb profile` for \(CheckHeader.oneLine(table.path)): the data says what is, not what must be. "
        text += "Review each check.\n"
        var taken: Set<String> = []
        for check in suggestions { text += "\n" + self.text(of: check, &taken) }
        return text
    }

    private func text(of check: SuggestedCheck, _ taken: inout Set<String>) -> String {
        let base = [table.schema, table.name].compactMap(\.self).map(CheckID.part) + [CheckID.part(check.column), check.name]
        var id = base.joined(separator: ".")
        var number = 2
        while !taken.insert(id).inserted {
            id = base.joined(separator: ".") + "_\(number)"
            number += 1
        }
        let personal = Set(columns.filter { $0.findings.contains { $0.kind == .personal } }.map(\.name))
        var lines = ["-- plumb:check \(id)", "-- description: \(CheckHeader.oneLine(check.title))", "-- severity: warning"]
        if case .nullShare(let share) = check.rule { lines.append("-- threshold: \(Threshold.fraction(share))") }
        lines.append("-- table: \(HeaderNames.text(table))")
        // A line break in a name would break the header's line of names.
        let keys = key.allSatisfy { !$0.contains(where: \.isNewline) } ? key : []
        if !keys.isEmpty {
            lines.append("-- key: " + CheckHeader.keyText(keys.map { .init($0, isSensitive: personal.contains($0)) }))
        }
        if check.failing > 0 { lines.append("-- Fails today: \(check.failing) rows.") }
        let shown = keys.isEmpty ? "" : " " + keys.map(SQL.identifier).joined(separator: ", ")
        let name = SQL.qualified(table.schema, table.name)
        if let condition = check.condition {
            let isMissing: Bool
            switch check.rule {
            case .notNull, .nullShare: isMissing = true
            case .unique, .oneOf, .format, .condition, .notInFuture: isMissing = false
            }
            lines.append("SELECT\(shown) FROM \(name) WHERE (\(condition)) IS \(isMissing ? "NOT TRUE" : "FALSE");")
        } else if keys.isEmpty {
            let column = SQL.identifier(check.column)
            lines.append("SELECT FROM \(name) WHERE \(column) IS NOT NULL GROUP BY \(column) HAVING count(*) > 1;")
        } else {
            lines.append(UniqueRows(columns: [check.column]).query(name, key: keys) + ";")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
