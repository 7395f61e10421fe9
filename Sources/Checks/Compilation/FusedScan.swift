import PostgresClient
import SchemaModel

/// One statement that answers all row conditions of one table, in one pass over it.
///
/// Each row gets a bit for every check that it fails, and one for every scope that it is in. Rows are counted by these
/// masks, which gives all counts at once; the least and the greatest `ctid` of four arbitrary parts of each group give
/// rows to show. All of it runs in parallel workers, which `array_agg` would prevent before PostgreSQL 16.
struct FusedScan: Sendable {
    /// A mask is a `bigint`; its sign is left alone.
    static let mostChecks = 62

    let table: ObjectID
    let checks: [CompiledCheck]
    /// Whether rows have a `ctid` that finds them again: an ordinary table or materialized view, not a partitioned one.
    let hasRowAddresses: Bool

    /// The scans that these checks need: one a table and 62 checks.
    static func planned(_ checks: [CompiledCheck], hasRowAddresses: (ObjectID) -> Bool) -> [FusedScan] {
        var order: [ObjectID] = []
        var byTable: [ObjectID: [CompiledCheck]] = [:]
        for check in checks {
            guard case .row = check.form, let table = check.table else { continue }
            if byTable[table] == nil { order.append(table) }
            byTable[table, default: []].append(check)
        }
        return order.flatMap { table -> [FusedScan] in
            let all = byTable[table] ?? []
            return stride(from: 0, to: all.count, by: mostChecks).map { start in
                FusedScan(
                    table: table, checks: Array(all[start..<min(start + mostChecks, all.count)]),
                    hasRowAddresses: hasRowAddresses(table))
            }
        }
    }

    /// Columns: `failed`, `scoped`, `rows`, and `first` and `last` where rows have addresses.
    var sql: String {
        let address = hasRowAddresses ? ", ctid AS address, hashtid(ctid) & 3 AS part" : ""
        let samples = hasRowAddresses ? ", min(address)::text AS first, max(address)::text AS last" : ""
        return """
            SELECT failed, scoped, count(*) AS rows\(samples)
            FROM (
              SELECT \(mask(checks.map { row($0).fails })) AS failed,
                \(mask(checks.map { row($0).scope.map { "(\($0)) IS TRUE" } })) AS scoped\(address)
              FROM \(SQL.qualified(table.schema, table.name))
            ) AS "check"
            GROUP BY failed, scoped\(hasRowAddresses ? ", part" : "")
            """
    }

    private func row(_ check: CompiledCheck) -> RowCondition {
        if case .row(let row) = check.form { return row }
        preconditionFailure("a fused scan is planned of row conditions only")
    }

    private func mask(_ conditions: [String?]) -> String {
        let bits = conditions.enumerated().compactMap { index, condition in
            condition.map { "((\($0))::integer::bigint << \(index))" }
        }
        return bits.isEmpty ? "0::bigint" : bits.joined(separator: "\n                | ")
    }

    /// One group of the answer.
    struct Group: Sendable {
        var failed: Int64
        var scoped: Int64
        var rows: Int
        /// `ctid`s of rows in it.
        var addresses: [String]

        init(_ row: PostgresRow) {
            failed = Int64(row.text("failed") ?? "") ?? 0
            scoped = Int64(row.text("scoped") ?? "") ?? 0
            rows = Int(row.text("rows") ?? "") ?? 0
            addresses = [row.text("first"), row.text("last")].compactMap(\.self)
        }
    }

    /// What the groups say of one check.
    struct Tally: Sendable {
        var examined = 0
        var failing = 0
        var addresses: [String] = []
    }

    /// The tallies, in the order of the checks; at most `samples` addresses each, from as many groups as there are.
    func tallies(_ groups: [Group], samples: Int) -> [Tally] {
        checks.indices.map { index in
            let bit = Int64(1) << Int64(index)
            let isScoped = row(checks[index]).scope != nil
            var tally = Tally()
            var found: [[String]] = []
            for group in groups {
                if !isScoped || group.scoped & bit != 0 { tally.examined += group.rows }
                guard group.failed & bit != 0 else { continue }
                tally.failing += group.rows
                found.append(group.addresses)
            }
            tally.addresses = Self.spread(found, most: samples)
            return tally
        }
    }

    /// The first of each list, then the second of each, and so on, without doubles.
    static func spread(_ lists: [[String]], most: Int) -> [String] {
        var out: [String] = []
        var seen: Set<String> = []
        for round in 0..<(lists.map(\.count).max() ?? 0) {
            for list in lists where round < list.count && out.count < most && seen.insert(list[round]).inserted {
                out.append(list[round])
            }
        }
        return out
    }
}
