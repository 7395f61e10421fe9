import SchemaEngine
import SchemaModel

/// Findings from the digests, and the steps that they come from.
struct ProofFindings {
    let forward: MigrationFile
    let back: MigrationFile
    let renames: RenamedNames
    /// Values that are not there, or are others, after the migration.
    var away: [MissingValues] = []
    /// The names of the tables that it moved to quarantine: tables themselves, and values as `table.column`.
    var inQuarantine: Set<String> = []
    /// Values that are not there, or are others, after the rollback.
    var lost: [MissingValues] = []
    /// Values of rows that came after the migration, which the rollback or the way forward again loses.
    var lostAfter: [MissingValues] = []
    /// Rows from before the migration that the rollback refuses.
    var refused: [Proof.Refused] = []

    private struct Finding {
        let outcome: Proof.Outcome
        let table: ObjectID?
        let column: String?
        let name: String
        let detail: String
    }

    /// One entry for each section of the migration, and one for what no section names.
    var outcomes: [Proof.SectionOutcome] {
        var found: [Int: [Finding]] = [:]
        for finding in findings { found[section(finding) ?? -1, default: []].append(finding) }
        var result: [Proof.SectionOutcome] = []
        for (place, section) in forward.sections.enumerated() {
            result.append(outcome(section.title, found[place] ?? []))
        }
        if let rest = found[-1] { result.append(outcome("the migration as a whole", rest)) }
        return result
    }

    private func outcome(_ title: String, _ findings: [Finding]) -> Proof.SectionOutcome {
        let worst = findings.map(\.outcome).max() ?? .lossless
        let shown = findings.filter { $0.outcome == worst }
        var names: [String] = []
        var details: [String] = []
        for finding in shown {
            if !names.contains(finding.name) { names.append(finding.name) }
            if !details.contains(finding.detail) { details.append(finding.detail) }
        }
        return Proof.SectionOutcome(title: title, outcome: worst, names: names, details: details)
    }

    private var findings: [Finding] {
        var result: [Finding] = []
        func add(_ outcome: Proof.Outcome, _ items: [MissingValues], _ when: String) {
            for item in items {
                result.append(
                    Finding(
                        outcome: outcome, table: item.table, column: item.column, name: item.name,
                        detail: "\(item.name): \(item.text) \(when)"))
            }
        }
        add(.lossy, lost, "after the rollback")
        add(.changesLaterRows, lostAfter, "of those that came after the migration, after the rollback")
        let gone = Set(lost.map(\.name))
        let back = away.filter { !gone.contains($0.name) }
        add(.losslessUntilPurge, back.filter(isInQuarantine), "after it, and back after the rollback")
        add(.restoredByRollback, back.filter { !isInQuarantine($0) }, "after it, and back after the rollback")
        for item in refused {
            let name = item.table?.path ?? "*"
            result.append(
                Finding(
                    outcome: .irreversible, table: item.table, column: nil, name: name,
                    detail: "\(name): the rollback refuses \(item.rows) of \(item.of) rows that were there before: \(item.reason)"
                ))
        }
        return result
    }

    /// True for values that a purge would delete; those of a hand-written migration are where its own statements put them.
    private func isInQuarantine(_ values: MissingValues) -> Bool {
        let tables = [values.table, renames.objects[values.table]].compactMap(\.self)
        if tables.contains(where: { inQuarantine.contains($0.name) }) { return true }
        guard let column = values.column else { return false }
        let columns = [column, renames.objects[.column(column, of: values.table)]?.name].compactMap(\.self)
        return tables.contains { table in columns.contains { inQuarantine.contains(Quarantine.name(ofColumn: $0, in: table)) } }
    }

    /// The section that names the table and the column; of several, the last: what takes values away stands after what makes room for them.
    private func section(_ finding: Finding) -> Int? {
        guard let table = finding.table else { return nil }
        let texts = forward.sections.map { $0.title + "\n" + $0.items.canonical }
        if let column = finding.column,
            let place = texts.lastIndex(where: { Self.names(table.name, in: $0) && Self.names(column, in: $0) })
        {
            return place
        }
        return texts.lastIndex { Self.names(table.name, in: $0) }
    }

    /// True when a text has a name as a whole word.
    private static func names(_ name: String, in text: String) -> Bool {
        let quoted = SQL.identifier(name)
        func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
        return text.ranges(of: quoted).contains { range in
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
            let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
            return quoted.hasPrefix("\"") || !isPart(before) && !isPart(after)
        }
    }
}
