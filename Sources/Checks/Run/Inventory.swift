import PostgresClient
import SchemaModel

/// What of the things that checks need is in the database.
struct Inventory: Sendable {
    private var kinds: [ObjectID: String] = [:]
    private var columns: Set<ObjectID> = []
    private var extensions: Set<String> = []

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
            SELECT n.nspname::text, c.relname::text, c.relkind::text, a.attname::text
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE (n.nspname, c.relname) IN (\(list)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            UNION ALL
            SELECT NULL, e.extname::text, NULL, NULL FROM pg_catalog.pg_extension AS e
            """
    }

    init(_ rows: PostgresRows) {
        for row in rows {
            guard let name = row.text(1) else { continue }
            guard let schema = row.text(0) else {
                extensions.insert(name)
                continue
            }
            let table = ObjectID.table(schema, name)
            kinds[table] = row.text(2)
            if let column = row.text(3) { columns.insert(.column(column, of: table)) }
        }
    }

    /// Whether its rows have a `ctid` that finds them again.
    func hasRowAddresses(_ table: ObjectID) -> Bool { kinds[table] == "r" || kinds[table] == "m" }

    /// What a check needs and the database has not; empty when it can be asked.
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

    private func has(_ requirement: Requirement) -> Bool {
        switch requirement {
        case .relation(let schema, let name): kinds[.table(schema, name)] != nil
        case .column(let schema, let relation, let name): columns.contains(.column(name, of: .table(schema, relation)))
        case .extension(let name): extensions.contains(name)
        }
    }
}
