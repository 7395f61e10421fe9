import PostgresClient
import SchemaEngine
import SchemaModel

/// Objects that one migration, or its rollback, moved to quarantine.
package struct QuarantinedObjects: Sendable {
    /// Such as `q0003f`.
    package let tag: String
    /// `migration 3`, `the rollback of migration 3`.
    package let origin: String
    package let schemas: [String]
    /// Tables with their sizes, in words.
    package let tables: [String]
    /// When it was moved, and how many days ago; nil where the history does not say.
    package let movedAt: String?
    package let ageInDays: Double?
}

extension LiveDatabase {
    /// The objects in quarantine, by the migration that put them there.
    package func quarantined() async throws -> [QuarantinedObjects] {
        let hasHistory = !(try await connection.query("SELECT 1 AS x WHERE to_regclass('plumbline.event') IS NOT NULL")).isEmpty
        let moved =
            hasHistory
            ? """
            (SELECT max(e.at) FROM plumbline.event e WHERE e.number = q.number
                AND e.direction = CASE q.direction WHEN 'f' THEN 'forward' ELSE 'rollback' END)
            """ : "NULL::timestamptz"
        let rows = try await connection.query(
            """
            WITH q AS (
                SELECT n.oid, n.nspname::text AS schema, m[1] AS tag, m[2]::integer AS number, m[3] AS direction
                FROM pg_catalog.pg_namespace n, pg_catalog.regexp_match(n.nspname, '^plumbline_(q([0-9]{4,})([fr]))_') m
                WHERE m IS NOT NULL
            )
            SELECT q.tag, q.number, q.direction, q.schema, to_char(\(moved), 'YYYY-MM-DD HH24:MI:SS TZ') AS moved,
                extract(epoch FROM now() - \(moved)) / 86400 AS age,
                (SELECT array_agg(c.relname || ', ' || pg_size_pretty(pg_total_relation_size(c.oid)) ORDER BY c.relname)
                FROM pg_catalog.pg_class c WHERE c.relnamespace = q.oid AND c.relkind IN ('r', 'p', 'm')) AS tables
            FROM q ORDER BY q.number, q.direction, q.schema
            """)
        var result: [QuarantinedObjects] = []
        for row in rows {
            let tag = try row.decode("tag", as: String.self)
            let schema = try row.decode("schema", as: String.self)
            let number = try row.decode("number", as: Int32.self)
            let isForward = try row.decode("direction", as: String.self) == "f"
            let tables = (try row.decode("tables", as: [String]?.self) ?? []).map { "\(schema).\($0)" }
            let previous = result.last?.tag == tag ? result.removeLast() : nil
            result.append(
                QuarantinedObjects(
                    tag: tag, origin: isForward ? "migration \(number)" : "the rollback of migration \(number)",
                    schemas: (previous?.schemas ?? []) + [schema], tables: (previous?.tables ?? []) + tables,
                    movedAt: row.text("moved"), ageInDays: row.text("age").flatMap(Double.init)))
        }
        return result
    }

    /// Deletes for good what is in quarantine.
    ///
    /// - Parameter objects: what ``quarantined()`` gave.
    package func purge(_ objects: [QuarantinedObjects], _ options: MigrateOptions = MigrateOptions()) async throws {
        try await exclusively(options) {
            for object in objects {
                let names = object.schemas.map { SQL.identifier($0) }.joined(separator: ", ")
                try await connection.query("DROP SCHEMA IF EXISTS \(names) CASCADE")
            }
        }
    }
}
