import PostgresClient
import SchemaEngine
import SchemaModel

/// Finds the values in other columns that a table's triggers change when a backfill fills a row.
///
/// The rows of a proof may have nothing to fill: an expression can be NULL for all of them. So each row is updated once more, without a change, in
/// a transaction that is rolled back.
struct FillTriggers {
    /// A table, the columns that the migration adds and fills, and those that keep their values meanwhile.
    private struct Fill {
        let table: ObjectID
        var columns: [String] = []
        var kept: Set<String> = []
    }

    private let fills: [Fill]

    init(_ declared: DeclaredDatabase, from start: CatalogState, to target: CatalogState) {
        var fills: [ObjectID: Fill] = [:]
        for fact in declared.facts.sorted(by: { $0.id < $1.id })
        where fact[.backfill] != nil && !fact.bool(.backfillsQuietly) && start[fact.id] == nil && target[fact.id] != nil {
            guard let table = fact.id.parent, start[table] != nil else { continue }
            fills[table, default: Fill(table: table)].columns.append(fact.id.name)
            fills[table]?.kept.formUnion(fact.texts(.backfillKeeps) ?? [])
        }
        self.fills = fills.values.sorted { $0.table < $1.table }
    }

    /// The values that would differ, given those that the rows have.
    func changes(_ rows: RowDigest, _ connection: PostgresConnection) async throws -> [MissingValues] {
        var result: [MissingValues] = []
        for fill in fills {
            let settings = fill.columns.map { "\(SQL.identifier($0)) = \(SQL.identifier($0))" }
            try await connection.run(script: "BEGIN")
            do {
                try await connection.run(script: "UPDATE \(fill.table.sql) SET \(settings.joined(separator: ", "))")
                let touched = try await RowDigest.read(connection, comparedWith: rows)
                result += RowComparison.missing(from: rows, to: touched, isExact: false, commonOnly: true).filter { values in
                    values.table == fill.table
                        && values.column.map { !fill.kept.contains($0) && !fill.columns.contains($0) } == true
                }
            } catch let error as PostgresError where error.code == .server {
                // A trigger that refuses the update of these rows says so where the rows are filled.
            } catch {
                try await connection.run(script: "ROLLBACK")
                throw error
            }
            try await connection.run(script: "ROLLBACK")
        }
        return result
    }
}
