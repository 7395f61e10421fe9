import Foundation
import SchemaDSL
import SchemaModel

extension CompiledCheck {
    /// The entries that still count on a day, in UTC.
    func acceptedKeys(on date: Date) -> [[String?]] {
        let parts = Calendar.utc.dateComponents([.year, .month, .day], from: date)
        let today = LocalDate(parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        return accepted.filter { $0.until >= today }.map(\.key)
    }

    /// SQL that is true for a row of the query whose key is accepted. Values are compared as text, and NULL equals NULL.
    private func isAccepted(_ keys: [[String?]]) -> String {
        let columns = key.flatMap { ["\(SQL.identifier($0.name)) IS NULL", "coalesce(\(SQL.identifier($0.name))::text, '')"] }
        let values = keys.map { key in
            "(" + key.flatMap { [$0 == nil ? "true" : "false", SQL.literal($0 ?? "")] }.joined(separator: ", ") + ")"
        }
        return "(\(columns.joined(separator: ", "))) IN (\(values.joined(separator: ", ")))"
    }

    /// How many failing rows are known; nil where none is accepted any more.
    func knownQuery(on date: Date) -> String? {
        let keys = acceptedKeys(on: date)
        guard !keys.isEmpty, !key.isEmpty else { return nil }
        return "SELECT count(*) FROM (\n\(query)\n) AS \"check\" WHERE \(isAccepted(keys))"
    }

    /// The failing rows that are not known.
    var newFailures: String {
        let keys = acceptedKeys(on: .now)
        guard !keys.isEmpty, !key.isEmpty else { return query }
        return "SELECT * FROM (\n\(query)\n) AS found WHERE NOT (\(isAccepted(keys)))"
    }
}

extension CheckResult {
    /// Judges again without the rows that are known.
    mutating func subtract(known: Int, of check: CompiledCheck) {
        guard let failing = failingRows else { return }
        let entries = check.acceptedKeys(on: .now).count
        judge(check, failing: failing - known, examined: rowsExamined)
        if known > 0 { figures.append(CheckFigure("known failures, accepted", known)) }
        if known < entries { figures.append(CheckFigure("known failures that no longer fail: remove them", entries - known)) }
        let expired = check.accepted.count - entries
        if expired > 0 { figures.append(CheckFigure("known failures that have expired", expired)) }
    }
}

extension Calendar {
    fileprivate static let utc: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
