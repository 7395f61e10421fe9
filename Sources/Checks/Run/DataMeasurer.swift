package import PostgresClient
import SchemaModel

/// Takes the measurements of tables: rows, the age of the newest value, the share of NULL in each column that can be NULL.
///
/// Each table is read once, in a read-only snapshot as for checks.
package struct DataMeasurer: Sendable {
    private let settings: ConnectionSettings
    private let options: CheckOptions

    package init(_ settings: ConnectionSettings, options: CheckOptions = CheckOptions()) {
        self.settings = settings
        self.options = options
    }

    /// Measures the tables that the checks are about.
    ///
    /// - Returns: the measurements, and a line for each table that could not be read.
    /// - Throws: `PostgresError` when the connection fails or is lost.
    package func measure(_ checks: [CompiledCheck], database: String) async throws -> Measurements {
        let session = try await CheckSession.begin(settings, options: options, snapshot: nil)
        let measured: Measurements
        do {
            measured = try await measure(checks, database, session)
        } catch {
            await session.end()
            throw error
        }
        await session.end()
        return measured
    }

    private func measure(
        _ checks: [CompiledCheck], _ database: String, _ session: CheckSession
    ) async throws -> Measurements {
        let tables = Set(checks.compactMap(\.table)).sorted()
        guard !tables.isEmpty else { return Measurements() }
        var columns: [ObjectID: [String]] = [:]
        let names = tables.map { SQL.literal(SQL.qualified($0.schema, $0.name)) }.joined(separator: ", ")
        // Views are left out: reading one can cost more than all tables together.
        for row in try await session.ask(
            """
            SELECT t.place - 1, a.attname
            FROM unnest(ARRAY[\(names)]) WITH ORDINALITY AS t (name, place)
            JOIN pg_catalog.pg_class AS c ON c.oid = to_regclass(t.name) AND c.relkind IN ('r', 'p', 'm', 'f')
            LEFT JOIN pg_catalog.pg_attribute AS a
                ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.attnotnull
            ORDER BY t.place, a.attnum
            """)
        {
            let table = tables[try row.decode(0, as: Int.self)]
            columns[table, default: []] += try row.decode(1, as: String?.self).map { [$0] } ?? []
        }
        var found = Measurements()
        for table in tables {
            guard let nullable = columns[table] else { continue }
            var newest: [String] = []
            for check in checks where check.table == table {
                if let column = check.newest, !newest.contains(column) { newest.append(column) }
            }
            do {
                found.values += try await measure(table, nullable, newest, database, session)
            } catch let error as PostgresError where error.isOfOneStatement {
                found.problems.append("\(database): \(table.path) could not be measured: \(error.withoutValues)")
            }
        }
        return found
    }

    private func measure(
        _ table: ObjectID, _ nullable: [String], _ newest: [String], _ database: String, _ session: CheckSession
    ) async throws -> [DataMeasurement] {
        let expressions =
            ["count(*)"] + nullable.map { "count(\(SQL.identifier($0)))" }
            + newest.map { "extract(epoch FROM now() - \(AnomalyRule.newest(SQL.identifier($0))))" }
        let row = try await session.ask(
            "SELECT \(expressions.joined(separator: ", ")) FROM \(SQL.qualified(table.schema, table.name))"
        ).one()
        let rows = try row.decode(0, as: Int.self)
        var measurements = [
            DataMeasurement(
                series: .init(database: database, kind: .rows, subject: table.path), title: "Rows", schema: table.schema,
                unit: .count,
                value: Double(rows))
        ]
        for (index, column) in nullable.enumerated() {
            let filled = try row.decode(index + 1, as: Int.self)
            measurements.append(
                DataMeasurement(
                    series: .init(database: database, kind: .nullShare, subject: table.path, name: column), title: column,
                    schema: table.schema, unit: .share, value: rows == 0 ? nil : Double(rows - filled) / Double(rows)))
        }
        for (index, column) in newest.enumerated() {
            // PostgreSQL gives infinity for a time that is infinite: that is no age.
            let age = row.text(1 + nullable.count + index).flatMap { Double($0) }
            measurements.append(
                DataMeasurement(
                    series: .init(database: database, kind: .age, subject: table.path, name: column), title: column,
                    schema: table.schema, unit: .seconds, value: age.flatMap { $0.isFinite ? $0 : nil }))
        }
        return measurements
    }
}
