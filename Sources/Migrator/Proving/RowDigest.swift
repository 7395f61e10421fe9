import PostgresClient
import SchemaModel

/// The rows of a database as digests, made on the server: one for each value, none of which leaves it.
///
/// Values are compared by their text, with settings that write every type exactly. Which rows are equal does not depend on their order.
struct RowDigest: Sendable {
    /// A column, and the type that its values were compared in.
    struct Column: Sendable {
        let number: Int
        let name: String
        let typeSQL: String
    }

    struct Row: Sendable {
        /// Where the server keeps the row: the table or partition, and its place there.
        let place: String
        /// A digest for each column; ``RowDigest/null`` for NULL.
        let values: [Int64]
    }

    struct Table: Sendable {
        let oid: UInt32
        let id: ObjectID
        let isInQuarantine: Bool
        let columns: [Column]
        let rows: [Row]
    }

    /// The text that stands for NULL.
    static let null: Int64 = 0

    var tables: [UInt32: Table] = [:]

    var count: Int { tables.values.reduce(0) { $0 + $1.rows.count } }

    /// The rows that are not in quarantine.
    var ofTheSchema: RowDigest { RowDigest(tables: tables.filter { !$0.value.isInQuarantine }) }

    func rows(in table: ObjectID) -> Int { tables.values.first { $0.id == table }?.rows.count ?? 0 }

    /// Reads all tables that are not partitions, in one round trip.
    ///
    /// - Parameter earlier: a digest to compare with. Columns whose type has changed since are cast back to the type they had, where
    ///   the server can.
    static func read(
        _ connection: PostgresConnection, comparedWith earlier: RowDigest? = nil, renames: RenamedNames = .none,
        _ scope: FillCatalog.Scope = .schema
    ) async throws -> RowDigest {
        let catalog = try await FillCatalog.read(connection, scope)
        try await connection.run(
            script: """
                SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 3;
                SET bytea_output = 'hex'; SET xmlbinary = 'base64'; SET row_security = off
                """)
        let tables = catalog.tables.filter { !$0.isForeign }
        var oldTypes: [UInt32: [Int: String]] = [:]
        if let earlier {
            let matches = TableMatch.all(from: earlier, to: catalog, renames: renames.objects)
            for match in matches {
                guard let old = earlier.tables[match.old] else { continue }
                for (place, number) in match.columns {
                    let type = old.columns[place].typeSQL
                    if catalog.table(match.new)?.column(number)?.typeSQL != type {
                        oldTypes[match.new, default: [:]][number] = type
                    }
                }
            }
        }
        var digest = RowDigest()
        let plain = tables.filter { oldTypes[$0.oid] == nil }
        func query(_ table: FillCatalog.Table, _ casts: [Int: String]) -> String {
            self.query(table, casts) { column in labels(of: column, catalog, renames) }
        }
        for (table, rows) in zip(plain, try await connection.pipeline(plain.map { PostgresQuery(query($0, [:])) })) {
            digest.tables[table.oid] = try read(table, rows, [:])
        }
        for table in tables {
            guard let old = oldTypes[table.oid] else { continue }
            // A cast back fails for a type that is gone, or for a value that the old type cannot have: then texts are compared.
            var casts = old
            for (number, type) in old where await !works(query(table, [number: type]), connection) { casts[number] = nil }
            digest.tables[table.oid] = try read(table, try await connection.query(query(table, casts)), casts)
        }
        return digest
    }

    private static func works(_ query: String, _ connection: PostgresConnection) async -> Bool {
        do {
            try await connection.query(query)
            return true
        } catch {
            return false
        }
    }

    /// The labels of a column of an enum, or of an array of one, that were renamed: new to old, with whether it is an array.
    private static func labels(
        of column: FillCatalog.Column, _ catalog: FillCatalog, _ renames: RenamedNames
    ) -> (old: [String: String], isArray: Bool)? {
        guard !renames.labels.isEmpty, let type = catalog.types[column.type] else { return nil }
        let element = catalog.types[type.element]
        guard
            let old = (element ?? type).form == "e"
                ? renames.labels[ObjectID(.enumType, schema: (element ?? type).schema, (element ?? type).name)] : nil
        else { return nil }
        return (old, element != nil)
    }

    private static func query(
        _ table: FillCatalog.Table, _ casts: [Int: String],
        labels: (FillCatalog.Column) -> (old: [String: String], isArray: Bool)?
    ) -> String {
        let values = table.columns.filter { !$0.isGenerated }.map { column in
            // A nondeterministic collation would take different texts for equal.
            let type = casts[column.number] ?? column.typeSQL
            var cast = casts[column.number].map { "(\(column.sql))::\($0)" } ?? column.sql
            // 5 and 5.00 are one number.
            if type == "numeric" || type.hasPrefix("numeric("), !type.hasSuffix("[]") { cast = "pg_catalog.trim_scale(\(cast))" }
            if let (old, isArray) = labels(column) {
                let cases = old.sorted { $0.key < $1.key }.map { "WHEN \(SQL.literal($0.key)) THEN \(SQL.literal($0.value))" }
                func renamed(_ value: String) -> String {
                    "CASE \(value)::text \(cases.joined(separator: " ")) ELSE \(value)::text END"
                }
                cast =
                    isArray
                    ? "coalesce((SELECT pg_catalog.array_agg(\(renamed("e.label")) ORDER BY e.place) FROM "
                        + "pg_catalog.unnest(\(column.sql)) WITH ORDINALITY e(label, place)), '{}')"
                    : "(\(renamed(column.sql)))"
            }
            let value = "(\(cast)::text) COLLATE \"C\""
            return "CASE WHEN \(column.sql) IS NOT DISTINCT FROM NULL THEN 0 ELSE pg_catalog.hashtextextended(\(value), 7) END"
        }
        return "SELECT " + (["tableoid::text || ctid::text"] + values).joined(separator: ", ") + " FROM \(table.only)"
    }

    private static func read(_ table: FillCatalog.Table, _ rows: PostgresRows, _ casts: [Int: String]) throws -> Table {
        let columns = table.columns.filter { !$0.isGenerated }.map {
            Column(number: $0.number, name: $0.name, typeSQL: casts[$0.number] ?? $0.typeSQL)
        }
        return Table(
            oid: table.oid, id: table.id, isInQuarantine: table.isInQuarantine, columns: columns,
            rows: try rows.map { row in
                Row(place: row.text(0) ?? "", values: try (0..<columns.count).map { try row.decode($0 + 1, as: Int64.self) })
            })
    }
}

/// Which table and columns of a later state are those of an earlier one.
struct TableMatch {
    let old: UInt32
    let new: UInt32
    /// The place of each old column that is still there, and its number in the new table.
    let columns: [(place: Int, number: Int)]

    /// Matches by the renames that the caller knows of, then by the server's own identities, which a rename leaves, then by name.
    static func all(from old: RowDigest, to new: FillCatalog, renames: [ObjectID: ObjectID]) -> [TableMatch] {
        all(from: old, tables: new.tables.map { ($0.oid, $0.id, $0.columns.map { ($0.number, $0.name) }) }, renames: renames)
    }

    static func all(from old: RowDigest, to new: RowDigest, renames: [ObjectID: ObjectID]) -> [TableMatch] {
        all(
            from: old, tables: new.tables.values.map { ($0.oid, $0.id, $0.columns.map { ($0.number, $0.name) }) },
            renames: renames)
    }

    private static func all(
        from old: RowDigest, tables: [(oid: UInt32, id: ObjectID, columns: [(number: Int, name: String)])],
        renames: [ObjectID: ObjectID]
    ) -> [TableMatch] {
        let byOID = Dictionary(tables.map { ($0.oid, $0) }, uniquingKeysWith: { first, _ in first })
        let byName = Dictionary(tables.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return old.tables.values.sorted { $0.id < $1.id }.compactMap { table in
            let renamed = renames[table.id].flatMap { byName[$0] } ?? renamedSchema(table.id, renames).flatMap { byName[$0] }
            guard let found = renamed ?? byOID[table.oid] ?? byName[table.id] else { return nil }
            let isSame = found.oid == table.oid
            let columns: [(place: Int, number: Int)] = table.columns.enumerated().compactMap { place, column in
                let id = ObjectID.column(column.name, of: table.id)
                let wanted = renames[id]?.name
                let match =
                    found.columns.first { wanted != nil && $0.name == wanted }
                    ?? found.columns.first { isSame && $0.number == column.number }
                    ?? found.columns.first { $0.name == column.name }
                return match.map { (place: place, number: $0.number) }
            }
            return TableMatch(old: table.oid, new: found.oid, columns: columns)
        }
    }

    private static func renamedSchema(_ id: ObjectID, _ renames: [ObjectID: ObjectID]) -> ObjectID? {
        guard let schema = id.schema, let new = renames[.schema(schema)] else { return nil }
        return .table(new.name, id.name)
    }
}
