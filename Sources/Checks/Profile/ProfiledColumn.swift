import PostgresClient
import SchemaModel

/// A column as catalog and statistics know it, before any row is read.
struct ProfiledColumn: Sendable {
    let name: String
    /// The base type's name, such as `text`; without schema and modifiers.
    let type: String
    /// The type's category in `pg_type`.
    let category: String
    let isNotNull: Bool
    let isReadable: Bool
    /// True when a valid unique index of all rows has this column alone as its key.
    let isUnique: Bool
    let isPrimary: Bool
    /// As in `pg_stats`; nil where the table was never analyzed, or the role may not see it.
    var distinct: Double?
    var topShare: Double?
    /// The bounds of the histogram of a numeric column.
    var histogram: [Double]

    /// What its values are read as.
    enum Form: Sendable { case text, number(isWhole: Bool, isFloat: Bool), time, code, other }

    /// The server fills its values up with spaces: `char(n)`.
    var isPadded: Bool { type == "bpchar" }

    var form: Form {
        switch type {
        case "text", "varchar", "bpchar", "citext", "name": .text
        case "int2", "int4", "int8": .number(isWhole: true, isFloat: false)
        case "numeric": .number(isWhole: false, isFloat: false)
        case "float4", "float8": .number(isWhole: false, isFloat: true)
        case "date", "timestamp", "timestamptz": .time
        case "bool", "uuid": .code
        default: category == "E" ? .code : .other
        }
    }

    /// Three times the distance between the quartiles, beyond them; nil where the statistics do not tell the quartiles.
    var fences: ClosedRange<Double>? {
        guard histogram.count >= 8 else { return nil }
        let (low, high) = (histogram[histogram.count / 4], histogram[histogram.count * 3 / 4])
        guard high > low, (high - low).isFinite else { return nil }
        return (low - 3 * (high - low))...(high + 3 * (high - low))
    }

    /// True when its values are counted one by one: there are few of them, or one of them stands nearly everywhere.
    func isCounted(rows: Double) -> Bool {
        switch form {
        case .other, .time: return false
        case .text, .number, .code: break
        }
        if isUnique { return false }
        if let topShare, topShare > 0.9 { return true }
        guard let distinct else { return false }
        let count = distinct < 0 ? -distinct * rows : distinct
        return count <= 300 && count < max(rows * 0.5, 2)
    }

    /// True when it may be a key: nearly every value is another.
    func mayBeKey(rows: Double) -> Bool {
        switch form {
        case .text, .code, .number(isWhole: true, isFloat: _): break
        case .number, .time, .other: return false
        }
        guard !isUnique, rows >= 20, let distinct else { return false }
        return (distinct < 0 ? -distinct : distinct / rows) >= 0.95
    }
}

/// A table as the catalog knows it.
struct ProfiledTable: Sendable {
    let id: ObjectID
    var estimatedRows: Double
    let isReadable: Bool
    var columns: [ProfiledColumn]
    /// The columns by which its rows are told apart: those of the primary key.
    var key: [String] { columns.filter(\.isPrimary).map(\.name) }

    var name: String { SQL.qualified(id.schema, id.name) }
}

extension ProfiledTable {
    /// One query for the tables, their columns, and what `pg_stats` says of them.
    ///
    /// - Parameter names: The tables that are wanted; all that are nobody else's when empty.
    static func query(_ names: [ObjectID]) -> String {
        let wanted =
            names.isEmpty
            ? """
            n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'plumbline') AND NOT c.relispartition
            AND NOT starts_with(n.nspname, \(SQL.literal(MigrationConvention.quarantinePrefix)))
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_class'::regclass
                AND d.objid = c.oid AND d.deptype = 'e')
            """
            : "(n.nspname, c.relname) IN (\(names.map { "(\(SQL.literal($0.schema ?? "")), \(SQL.literal($0.name)))" }.joined(separator: ", ")))"
        return """
            SELECT n.nspname::text, c.relname::text, c.reltuples::float8, has_schema_privilege(n.oid, 'USAGE'),
              a.attname::text, coalesce(b.typname, t.typname)::text, coalesce(b.typcategory, t.typcategory)::text, a.attnotnull,
              has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT'),
              EXISTS (SELECT FROM pg_catalog.pg_index AS x WHERE x.indrelid = c.oid AND x.indisunique AND x.indisvalid
                AND x.indpred IS NULL AND x.indnkeyatts = 1 AND x.indkey[0] = a.attnum),
              EXISTS (SELECT FROM pg_catalog.pg_index AS x WHERE x.indrelid = c.oid AND x.indisprimary
                AND a.attnum = ANY (x.indkey)),
              s.n_distinct::float8, s.most_common_freqs[1]::float8,
              CASE WHEN coalesce(b.typname, t.typname) IN ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8')
                THEN s.histogram_bounds::text::text[] END
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype
            LEFT JOIN pg_catalog.pg_stats AS s
              ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
                AND s.inherited = (c.relkind = 'p')
            WHERE c.relkind IN ('r', 'p', 'm', 'f') AND \(wanted)
            ORDER BY 1, 2, a.attnum
            """
    }

    /// Reads the answer of ``query(_:)``.
    static func tables(_ rows: PostgresRows) throws(PostgresError) -> [ProfiledTable] {
        var tables: [ProfiledTable] = []
        for row in rows {
            let id = ObjectID.table(try row.decode(0, as: String.self), try row.decode(1))
            if tables.last?.id != id {
                tables.append(
                    ProfiledTable(id: id, estimatedRows: try row.decode(2), isReadable: try row.decode(3), columns: []))
            }
            let bounds: [String?] = try row.decode(13, as: [String?]?.self) ?? []
            tables[tables.count - 1].columns.append(
                ProfiledColumn(
                    name: try row.decode(4), type: try row.decode(5), category: try row.decode(6), isNotNull: try row.decode(7),
                    isReadable: try row.decode(8), isUnique: try row.decode(9), isPrimary: try row.decode(10),
                    distinct: try row.decode(11), topShare: try row.decode(12),
                    histogram: bounds.compactMap { $0.flatMap(Double.init) }.filter(\.isFinite)))
        }
        return tables
    }
}
