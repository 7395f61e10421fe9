package import SchemaModel

/// A table of which some rows are kept as declared: which columns are the key, which are kept equal.
package struct ReferenceTable: Hashable, Sendable {
    package let table: ObjectID
    package let key: [String]
    package let values: [String]
    package let rows: Set<Value>

    /// The tables that reference rows of a declaration are in.
    package static func all(in facts: some Sequence<Fact>) -> [ReferenceTable] {
        var grouped: [ObjectID: [Fact]] = [:]
        for fact in facts where fact.id.kind == .referenceRow {
            if let table = fact.id.parent { grouped[table, default: []].append(fact) }
        }
        return grouped.sorted { $0.key < $1.key }.map { table, rows in
            ReferenceTable(
                table: table,
                key: Set(rows.flatMap { ($0[.key]?.object ?? [:]).keys }).sorted(),
                values: Set(rows.flatMap { ($0[.values]?.object ?? [:]).keys }).sorted(),
                rows: Set(rows.compactMap { $0[.key] }))
        }
    }

    /// A condition: the table is there with these columns.
    var presence: String {
        let columns = (key + values).map { SQL.literal($0) }.joined(separator: ", ")
        return """
            \(key.count + values.count) = (SELECT count(*) FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = to_regclass(\(SQL.literal(SQL.qualified(table.schema, table.name))))
                AND a.attname IN (\(columns)) AND NOT a.attisdropped)
            """
    }

    /// One text: a `jsonb` array of keys and values, of the declared keys and of those that migrations added.
    func rowsQuery(hasHistory: Bool) -> String {
        func object(_ columns: [String]) -> String {
            "jsonb_build_object(" + columns.map { "\(SQL.literal($0)), t.\(SQL.identifier($0))" }.joined(separator: ", ") + ")"
        }
        let declared = "ARRAY[" + rows.map { SQL.literal($0.json) }.sorted().joined(separator: ", ") + "]::jsonb[]"
        let history = """
             OR \(object(key)) IN (SELECT l.key FROM plumbline.reference_row l
            WHERE l.relation = \(SQL.literal(SQL.qualified(table.schema, table.name))))
            """
        return """
            SELECT coalesce(jsonb_agg(jsonb_build_object('key', \(object(key)), 'values', \(object(values)))), '[]')::text
            FROM \(SQL.qualified(table.schema, table.name)) t
            WHERE \(object(key)) = ANY (\(declared))\(hasHistory ? history : "")
            """
    }
}
