import Foundation
import SchemaDSL
import SchemaModel

extension CompiledCheck {
    /// The entries that still count on a day, in UTC.
    fileprivate func acceptedFailures(on date: Date) -> [KnownFailure] {
        let parts = Calendar.utc.dateComponents([.year, .month, .day], from: date)
        let today = LocalDate(parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        return accepted.filter { $0.until >= today }
    }

    /// SQL that is true for a row of the query which has a key. NULL equals NULL; values are compared as text, and numbers also by their value:
    /// 1.5 is 1.50.
    private func hasKey(_ values: [String?]) -> String {
        zip(key, values).map { column, value in
            let name = SQL.identifier(column.name)
            guard let value else { return "\(name) IS NULL" }
            let isText = "\(name)::text = \(SQL.literal(value))"
            let isNumber = value.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/) != nil
            return isNumber ? "(\(isText) OR to_jsonb(\(name)) = \(SQL.literal(value))::jsonb)" : isText
        }.joined(separator: " AND ")
    }

    /// How many failing rows each known entry accepts, by its number among those that still count; nil where none is accepted any more.
    func knownQuery(on date: Date) -> String? {
        let entries = acceptedFailures(on: date)
        guard !entries.isEmpty, !key.isEmpty else { return nil }
        let cases = entries.enumerated().map { "WHEN \(hasKey($1.key)) THEN \($0)" }.joined(separator: " ")
        return "SELECT entry, count(*) FROM (SELECT CASE \(cases) END AS entry FROM (\n\(query)\n) AS \"check\") AS known "
            + "WHERE entry IS NOT NULL GROUP BY entry"
    }

    /// The failing rows that are not known.
    var newFailures: String {
        let entries = acceptedFailures(on: .now)
        guard !entries.isEmpty, !key.isEmpty else { return query }
        let known = entries.map { "(\(hasKey($0.key)))" }.joined(separator: " OR ")
        return "SELECT * FROM (\n\(query)\n) AS found WHERE (\(known)) IS NOT TRUE"
    }

    /// The keys of a few entries, such as `id=17, id=21`.
    fileprivate func names(of entries: [KnownFailure]) -> String {
        let shown = entries.prefix(5).map { entry in
            let values = zip(key, entry.key).map { $0.isSensitive ? SampleKey.mask : $1 }
            return SampleKey(columns: key.map(\.name), nullable: values).description
        }
        return shown.joined(separator: "; ") + (entries.count > shown.count ? "; …" : "")
    }
}

extension CheckResult {
    /// Judges again without the rows that are known.
    ///
    /// - Parameter known: rows by the number of the entry that accepts them.
    mutating func subtract(known: [Int: Int], of check: CompiledCheck) {
        guard let failing = failingRows else { return }
        let entries = check.acceptedFailures(on: .now)
        let rows = known.values.reduce(0, +)
        judge(check, failing: failing - rows, examined: rowsExamined)
        if rows > 0 { figures.append(CheckFigure("known failures, accepted", rows)) }
        let repaired = entries.indices.filter { known[$0] == nil }.map { entries[$0] }
        if !repaired.isEmpty {
            figures.append(
                CheckFigure("known failures that no longer fail: remove \(check.names(of: repaired))", repaired.count))
        }
        let expired = check.accepted.filter { !entries.contains($0) }
        if !expired.isEmpty {
            figures.append(CheckFigure("known failures that have expired: \(check.names(of: expired))", expired.count))
        }
    }
}

extension Calendar {
    fileprivate static let utc: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
