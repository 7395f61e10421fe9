import SchemaModel

/// Columns whose values no two rows may have in common.
package struct UniqueRows: Sendable, Hashable {
    var columns: [String]
    /// SQL that selects the rows that are examined; nil for all.
    var scope: String?
    /// True when two NULLs are the same value. Otherwise rows with a NULL in one of the columns differ from all others.
    var nullsAreEqual: Bool

    init(columns: [String], scope: String? = nil, nullsAreEqual: Bool = false) {
        self.columns = columns
        self.scope = scope
        self.nullsAreEqual = nullsAreEqual
    }

    private var names: [String] { columns.map(SQL.identifier) }

    /// The condition that a row must satisfy to be compared; nil to compare all rows.
    private var condition: String? {
        let all = (nullsAreEqual ? [] : names.map { "\($0) IS NOT NULL" }) + (scope.map { ["(\($0))"] } ?? [])
        return all.isEmpty ? nil : all.joined(separator: " AND ")
    }

    /// The rows of each group but the first by key.
    func query(_ table: String, key: [String], restrictedTo restriction: String? = nil) -> String {
        let keys = key.map(SQL.identifier)
        let outer = (keys + names.filter { !keys.contains($0) }).joined(separator: ", ")
        let conditions = ((condition.map { [$0] } ?? []) + (restriction.map { [$0] } ?? [])).joined(separator: " AND ")
        return """
            SELECT \(outer)
            FROM (
              SELECT \(outer),
                row_number() OVER (PARTITION BY \(names.joined(separator: ", ")) ORDER BY \(keys.joined(separator: ", "))) AS copy
              FROM \(table)\(conditions.isEmpty ? "" : "\n  WHERE \(conditions)")
            ) AS copies
            WHERE copy > 1
            """
    }

    /// How the server finds equal values fastest.
    enum Method: Sendable, Hashable {
        /// The columns lead an index, whose order makes groups of them; the table itself is not read.
        case index
        /// The values of one column that sort as numbers do.
        case values
        /// A hash of the values first: long texts, collations and several columns compare slowly, and numbers do not. Where
        /// hashes are equal the values decide.
        case hash(String)
    }

    /// One row: surplus rows, groups of equal rows, the rows in them, and the addresses of two rows of a few groups.
    ///
    /// - Parameter addresses: Of how many groups, where rows have addresses; nil where they have none, or an index is read.
    func counts(_ table: String, _ method: Method, addresses: Int?) -> String {
        let group =
            switch method {
            case .index, .values: names
            case .hash(let hash): [hash] + names
            }
        let ends = addresses == nil ? "" : ", min(ctid) AS low, max(ctid) AS high"
        let list = { (end: String, most: Int) in
            "ARRAY(SELECT \(end)::text FROM duplicated LIMIT \(most))"
        }
        let lists = addresses.map { ",\n  \(list("low", $0)), \(list("high", $0))" } ?? ""
        return """
            WITH duplicated AS MATERIALIZED (
              SELECT count(*) AS copies\(ends)
              FROM \(table)\(condition.map { "\n  WHERE \($0)" } ?? "")
              GROUP BY \(group.joined(separator: ", "))
              HAVING count(*) > 1
            )
            SELECT coalesce(sum(copies - 1), 0)::bigint AS failing, count(*) AS "groups of equal rows",
              coalesce(sum(copies), 0)::bigint AS "rows in these groups"\(lists)
            FROM duplicated
            """
    }

    /// Of each of the groups, two of whose rows are given, the one that is not the first by key: `shown` is what is told of it.
    static func later(_ table: String, key: [String], shown: String) -> String {
        let keys = key.map { "\(SQL.identifier($0)) DESC" }.joined(separator: ", ")
        return """
            SELECT found.*
            FROM unnest($1::text[]::tid[], $2::text[]::tid[]) AS ends (low, high)
            CROSS JOIN LATERAL (
              SELECT \(shown) FROM \(table) WHERE ctid = ANY (ARRAY[ends.low, ends.high]) ORDER BY \(keys) LIMIT 1
            ) AS found
            """
    }

    /// SQL that is true for the rows of a few groups: of those with the addresses in `$1`, or of any.
    func ofFewGroups(_ table: String, byAddress: Bool, most: Int) -> String {
        let list = names.joined(separator: ", ")
        let few =
            byAddress
            ? "SELECT \(list) FROM \(table) WHERE ctid = ANY ($1::text[]::tid[])"
            : "SELECT \(list) FROM \(table)\(condition.map { " WHERE \($0)" } ?? "") GROUP BY \(list) HAVING count(*) > 1 LIMIT \(most)"
        return "(\(list)) IN (\(few))"
    }
}
