import SchemaDSL
import SchemaModel

/// The modifiers that a declaration can add to a rule.
private enum Modifier: String, CaseIterable {
    case scope = "where"
    case groups = "each(by:)"
    case rows = "a threshold of rows"
    case fraction = "a threshold of a share"
    case accepted = "accepting"
    case continued = "incremental(by:)"
}

extension DataCheck.Rule {
    fileprivate var name: String {
        switch self {
        case .row: "a rule about rows"
        case .shape: "shape"
        case .unique: "unique"
        case .references: "references"
        case .freshness: "freshness"
        case .rowCount: "rowCount"
        case .statistic: "statistic"
        case .growth: "growth"
        case .anomalies: "anomalies"
        case .totals: "totals"
        case .overlaps: "noOverlap"
        case .gaps: "noGaps"
        case .monotonic: "increasing"
        case .query: "query"
        case .question: "a catalog check"
        case .agreement: "an agreement"
        case .performance: "performance"
        }
    }

    /// Those that change what the rule does; all others are refused, since they would be ignored.
    fileprivate var modifiers: Set<Modifier> {
        switch self {
        case .row, .shape: [.scope, .groups, .rows, .fraction, .accepted, .continued]
        case .unique, .references, .overlaps, .monotonic, .totals: [.scope, .rows, .fraction, .accepted]
        case .freshness, .rowCount, .statistic: [.scope, .groups]
        case .growth: [.scope]
        case .gaps: [.scope, .rows]
        case .query: [.rows, .fraction, .accepted]
        case .question: [.rows, .accepted]
        case .agreement: [.rows, .fraction]
        case .performance, .anomalies: []
        }
    }

    /// The advice on what to do instead.
    fileprivate func remedy(_ modifier: Modifier) -> String {
        switch modifier {
        case .scope: "write the condition into its SQL"
        case .groups: "use it with a rule about rows, freshness, rowCount or a statistic"
        case .rows: "it has one finding for the whole table: change its bounds"
        case .fraction: "what it finds are not rows of the table: give a number, or change its bounds"
        case .accepted: "what it finds has no key of a row: change its bounds"
        case .continued: "new rows do not decide it alone; remove incremental(by:)"
        }
    }
}

extension CheckCompiler {
    /// The parts of a declaration that contradict each other or would be ignored.
    func contradictions(of check: DataCheck, _ context: Context) -> [String] {
        var found = check.contradictions
        let takes = check.rule.modifiers
        for modifier in Modifier.allCases where !takes.contains(modifier) && uses(modifier, check) {
            found.append("\(check.rule.name) cannot use \(modifier.rawValue); \(check.rule.remedy(modifier))")
        }
        found += thresholds(check)
        found += ofRule(check)
        if let column = check.continued?.column {
            if names.id(of: column)?.parent != context.table {
                found.append(
                    "incremental(by:) names \(column.name), which is not a column of \(context.table?.path ?? "the table")")
            }
            if !check.groups.isEmpty {
                found.append("each(by:) and incremental(by:) cannot be used together: a group's share is of all its rows")
            }
        }
        if !check.groups.isEmpty, !check.accepted.isEmpty {
            found.append("each(by:) and accepting cannot be used together; name the groups that may fail in where(_:)")
        }
        if !check.accepted.isEmpty {
            let width: Int? = if case .question(_, let key) = check.rule { key.count } else { context.key.count }
            if width == 0 { found.append("accepting needs a key; name the key columns in CheckGroup(on:key:)") }
            for known in check.accepted where known.key.count != width {
                found.append("a known failure has \(known.key.count) values of a key of \(width ?? 0) columns")
            }
            if case .question = check.rule {
            } else if context.key.contains(where: \.isSensitive) {
                found.append("accepting would write values of a key that is not marked unmasked into the source; use another key")
            }
        }
        return found
    }

    private func uses(_ modifier: Modifier, _ check: DataCheck) -> Bool {
        switch modifier {
        case .scope: return check.scope != nil
        case .groups: return !check.groups.isEmpty
        case .accepted: return !check.accepted.isEmpty
        case .continued: return check.continued != nil
        case .rows:
            return [check.threshold, check.warning].contains { if case .rows(let most)? = $0 { most != 0 } else { false } }
        case .fraction:
            return [check.threshold, check.warning].contains { if case .fraction? = $0 { true } else { false } }
        }
    }

    private func thresholds(_ check: DataCheck) -> [String] {
        var found: [String] = []
        for threshold in [check.threshold, check.warning].compactMap(\.self) {
            switch threshold {
            case .rows(let most): if most < 0 { found.append("a threshold of \(most) rows; give 0 or more") }
            case .fraction(let most):
                if !(0...1).contains(most) { found.append("a share is from 0 to 1, and the threshold is \(most); 1% is 0.01") }
            }
        }
        guard let warning = check.warning else { return found }
        if let reason = CheckLevels.contradiction(warning: warning, threshold: check.threshold, check.severity) {
            found.append(reason)
        }
        if !check.groups.isEmpty { found.append("each(by:) has one level for every group; give one threshold") }
        return found
    }

    private func ofRule(_ check: DataCheck) -> [String] {
        switch check.rule {
        case .rowCount(let least, let most):
            if [least, most].contains(where: { $0 ?? 0 < 0 }) { return ["a table has no fewer than 0 rows"] }
            return Bounds(least: least.map(Double.init), most: most.map(Double.init)).contradiction.map { [$0] } ?? []
        case .statistic(let statistic, _, let bounds):
            if case .quantile(let share) = statistic, !(0...1).contains(share) { return ["a quantile is from 0 to 1"] }
            return bounds.contradiction.map { [$0] } ?? []
        case .freshness(_, let freshness):
            if freshness.clock == nil { return ["a time of day is neither fresh nor stale; use a column with a date"] }
            if freshness.age <= .zero { return ["freshness needs an age above zero"] }
            return freshness.isWhole ? [] : ["a date tells whole days; give a multiple of 86,400 seconds"]
        case .shape(_, let shape, _): return shape.contradictions
        case .references(let columns, let others, _):
            return columns.isEmpty || columns.count != others.count
                ? ["references needs as many columns of the other table as of this, and at least one"] : []
        case .performance(_, let limit, _, let rows):
            return (limit <= .zero ? ["a query takes some time; give a limit above zero"] : [])
                + (rows < 0 ? ["a table has no fewer than 0 rows"] : [])
        case .agreement(_, .sample(let size)): return size < 1 ? ["a sample has at least one key"] : []
        case .agreement(_, .counts), .agreement(_, .rows): return []
        case .row, .unique, .growth, .anomalies, .totals, .overlaps, .gaps, .monotonic, .query, .question: return []
        }
    }
}
