import Foundation
package import PostgresClient
import SchemaModel

/// The objects that checks need, as far as the database has them.
struct Inventory: Sendable {
    private var kinds: [ObjectID: String] = [:]
    /// Columns with their types, without the types' schemas and modifiers; a domain's is its base type's.
    private var columns: [ObjectID: String] = [:]
    private var extensions: Set<String> = []
    /// The columns, by name, that lead whole indexes which the server can read without reading the table.
    private var indexes: [ObjectID: [[String]]] = [:]
    /// The columns of partition keys; nil stands for an expression.
    private(set) var partitionKeys: [ObjectID: [String?]] = [:]
    /// Rows of tables, as the last VACUUM or ANALYZE counted them.
    private(set) var estimatedRows: [ObjectID: Int] = [:]

    /// One query for all of them; a catalog is small and a round trip is not.
    static func query(_ checks: [CompiledCheck]) -> String {
        let tables = Set(
            checks.flatMap { check -> [ObjectID] in
                (check.table.map { [$0] } ?? [])
                    + check.requirements.compactMap {
                        switch $0 {
                        case .relation(let schema, let name), .column(let schema, let name, _): .table(schema, name)
                        case .extension: nil
                        }
                    }
            })
        let names = tables.sorted().map { "(\(SQL.literal($0.schema ?? "")), \(SQL.literal($0.name)))" }
        let list = names.isEmpty ? "('', '')" : names.joined(separator: ", ")
        return """
            WITH relations AS (
              SELECT c.oid, n.nspname::text AS schema, c.relname::text AS name,
                -- Rows of children have ctids of their own, so that a ctid does not tell a row.
                CASE WHEN c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits AS h WHERE h.inhparent = c.oid)
                  THEN 'i' ELSE c.relkind::text END AS kind, c.reltuples, c.relpages, c.relallvisible
              FROM pg_catalog.pg_class AS c
              JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
              WHERE (n.nspname, c.relname) IN (\(list)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            )
            SELECT schema, name, kind, NULL AS column, NULL AS type, reltuples::bigint AS rows, (
                SELECT jsonb_agg(i.names)::text FROM (
                  SELECT jsonb_agg(k.attname ORDER BY u.place) AS names
                  FROM pg_catalog.pg_index AS x
                  JOIN pg_catalog.pg_class AS o ON o.oid = x.indexrelid
                  JOIN pg_catalog.pg_am AS m ON m.oid = o.relam AND m.amname = 'btree'
                  CROSS JOIN LATERAL unnest(x.indkey::smallint[]) WITH ORDINALITY AS u (number, place)
                  JOIN pg_catalog.pg_attribute AS k ON k.attrelid = x.indrelid AND k.attnum = u.number
                  WHERE x.indrelid = r.oid AND x.indisvalid AND x.indpred IS NULL AND x.indexprs IS NULL
                    AND u.place <= x.indnkeyatts AND r.kind IN ('r', 'm') AND r.relallvisible >= r.relpages * 0.9
                  GROUP BY x.indexrelid
                ) AS i
              ) AS indexes, (
                SELECT jsonb_agg(k.attname ORDER BY u.place)::text
                FROM pg_catalog.pg_partitioned_table AS p
                CROSS JOIN LATERAL unnest(p.partattrs::smallint[]) WITH ORDINALITY AS u (number, place)
                LEFT JOIN pg_catalog.pg_attribute AS k ON k.attrelid = p.partrelid AND k.attnum = u.number
                WHERE p.partrelid = r.oid
              ) AS partition_key
            FROM relations AS r
            UNION ALL
            SELECT r.schema, r.name, r.kind, a.attname::text, coalesce(b.typname, t.typname)::text, NULL, NULL, NULL
            FROM relations AS r
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype
            UNION ALL
            SELECT NULL, e.extname::text, NULL, NULL, NULL, NULL, NULL, NULL FROM pg_catalog.pg_extension AS e
            """
    }

    /// Reads the answer of ``query(_:)``.
    /// - Throws: `PostgresError` of code `decoding`.
    init(_ rows: PostgresRows) throws(PostgresError) {
        for row in rows {
            guard let name = row.text(1) else { continue }
            guard let schema = row.text(0) else {
                extensions.insert(name)
                continue
            }
            let table = ObjectID.table(schema, name)
            kinds[table] = row.text(2)
            if let column = row.text(3) { columns[.column(column, of: table)] = row.text(4) ?? "" }
            if let count = try row.decode(5, as: Int?.self), count >= 0 { estimatedRows[table] = count }
            if let names = row.text(6) { indexes[table] = try Self.decoded(names, of: table) }
            if let names = row.text(7) { partitionKeys[table] = try Self.decoded(names, of: table) }
        }
    }

    private static func decoded<Names: Decodable>(_ names: String, of table: ObjectID) throws(PostgresError) -> Names {
        do {
            return try JSONDecoder().decode(Names.self, from: Data(names.utf8))
        } catch {
            throw PostgresError(.decoding, "the names of the columns of \(table.path) cannot be read: \(error)")
        }
    }

    /// True when its rows have a `ctid` that finds them again.
    func hasRowAddresses(_ table: ObjectID) -> Bool { kinds[table] == "r" || kinds[table] == "m" }

    /// How equal values of these columns are found fastest.
    func method(_ unique: UniqueRows, of table: ObjectID) -> UniqueRows.Method {
        let wanted = Set(unique.columns)
        if indexes[table]?.contains(where: { Set($0.prefix(wanted.count)) == wanted }) == true { return .index }
        let types = unique.columns.map { columns[.column($0, of: table)] ?? "" }
        if types.count == 1, Self.numeric.contains(types[0]) { return .values }
        guard types.allSatisfy({ Self.numeric.contains($0) || Self.hashed.contains($0) }) else { return .values }
        let names = unique.columns.map(SQL.identifier)
        return .hash("pg_catalog.hash_record_extended(ROW(\(names.joined(separator: ", "))), 0)")
    }

    /// Types whose values are compared in one instruction or nearly so.
    private static let numeric: Set = [
        "int2", "int4", "int8", "oid", "date", "timestamp", "timestamptz", "float4", "float8", "bool",
    ]
    /// Types whose comparison is dear, and which have a hash of 64 bits.
    private static let hashed: Set = ["text", "varchar", "bpchar", "uuid", "numeric", "jsonb", "bytea", "name"]

    /// The objects that a check needs and the database lacks; empty when the check can run.
    func missing(_ check: CompiledCheck) -> [Requirement] {
        let table = check.table.flatMap { id in id.schema.map { Requirement.relation(schema: $0, name: id.name) } }
        let absent = ((table.map { [$0] } ?? []) + check.requirements).filter { !has($0) }
        // Of a table that is not there, its columns need not be told.
        let relations = Set(absent.compactMap { if case .relation(let schema, let name) = $0 { [schema, name] } else { nil } })
        var told: Set<Requirement> = []
        return absent.filter { requirement in
            if case .column(let schema, let name, _) = requirement, relations.contains([schema, name]) { return false }
            return told.insert(requirement).inserted
        }
    }

    /// One query for the names of all relations, to find the one that somebody meant.
    static let relationNames = """
        SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        """

    /// A sentence about the name that somebody may have meant; empty where no name is near enough.
    ///
    /// - Parameter relations: the names of all relations, as `schema.name`.
    func suggestion(for requirement: Requirement, among relations: [String]) -> String {
        switch requirement {
        case .relation(let schema, let name): Spelling.suggestion(for: "\(schema).\(name)", among: relations)
        case .column(let schema, let relation, let name):
            Spelling.suggestion(
                for: name, among: columns.keys.filter { $0.parent == .table(schema, relation) }.map(\.name))
        case .extension: ""
        }
    }

    private func has(_ requirement: Requirement) -> Bool {
        switch requirement {
        case .relation(let schema, let name): kinds[.table(schema, name)] != nil
        case .column(let schema, let relation, let name): columns[.column(name, of: .table(schema, relation))] != nil
        case .extension(let name): extensions.contains(name)
        }
    }
}

extension CompiledCheck {
    /// The objects that checks name in their headers and a database lacks, by check.
    /// - Throws: `PostgresError` when the catalog cannot be read.
    package static func missing(
        _ checks: [CompiledCheck], on connection: PostgresConnection
    ) async throws(PostgresError) -> [(check: CompiledCheck, missing: [Requirement])] {
        let inventory = try Inventory(try await connection.query(Inventory.query(checks)))
        return checks.map { ($0, inventory.missing($0)) }.filter { !$0.1.isEmpty }
    }
}

extension Requirement {
    /// The schema of a relation or a column.
    package var schema: String? {
        switch self {
        case .relation(let schema, _), .column(let schema, _, _): schema
        case .extension: nil
        }
    }
}
