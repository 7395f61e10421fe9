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
    /// The objects in quarantine that migrations of this project put there, by migration.
    package func quarantined() async throws -> [QuarantinedObjects] {
        let found = try await connection.query(
            "SELECT to_regclass('plumbline.event') IS NOT NULL AS events, to_regclass('plumbline.quarantine') IS NOT NULL AS places"
        )
        let hasHistory = try found.first?.decode("events", as: Bool.self) ?? false
        let hasPlaces = try found.first?.decode("places", as: Bool.self) ?? false
        let events =
            "FROM plumbline.event e WHERE e.project = $1 AND e.number = q.number "
            + "AND e.direction = CASE q.direction WHEN 'f' THEN 'forward' ELSE 'rollback' END "
            + "AND starts_with(e.checksum, coalesce(q.other, ''))"
        let moved = hasHistory ? "(SELECT max(e.at) \(events))" : "NULL::timestamptz"
        // An older release noted the project in the history alone.
        let place = hasPlaces ? "(SELECT p.project FROM plumbline.quarantine p WHERE p.schema = q.schema)" : "NULL::text"
        let isOurs = "coalesce(\(place) = $1::text, \(hasHistory ? "EXISTS (SELECT \(events))" : "true"))"
        let rows = try await connection.query(
            """
            WITH q AS (
                SELECT n.oid, n.nspname::text AS schema, 'q' || m[1] || m[2] || coalesce(m[3], '') AS tag, m[1]::integer AS number,
                    m[2] AS direction, m[3] AS other
                FROM pg_catalog.pg_namespace n, pg_catalog.regexp_match(n.nspname, '\(Quarantine.pattern)') m
                WHERE m IS NOT NULL
            )
            SELECT q.tag, q.number, q.direction, q.other, q.schema, to_char(\(moved), 'YYYY-MM-DD HH24:MI:SS TZ') AS moved,
                extract(epoch FROM now() - \(moved)) / 86400 AS age,
                (SELECT array_agg(c.relname || ', ' || pg_size_pretty(pg_total_relation_size(c.oid)) ORDER BY c.relname)
                FROM pg_catalog.pg_class c WHERE c.relnamespace = q.oid AND c.relkind IN ('r', 'p', 'm')) AS tables
            FROM q WHERE \(isOurs) ORDER BY q.number, q.direction, q.schema
            """, [project.name])
        var result: [QuarantinedObjects] = []
        for row in rows {
            let tag = try row.decode("tag", as: String.self)
            let schema = try row.decode("schema", as: String.self)
            let number = try row.decode("number", as: Int32.self)
            let isForward = try row.decode("direction", as: String.self) == "f"
            let tables = (try row.decode("tables", as: [String]?.self) ?? []).map { "\(schema).\($0)" }
            let previous = result.last?.tag == tag ? result.removeLast() : nil
            let migration = row.text("other").map { "another migration \(number) (checksum \($0)…)" } ?? "migration \(number)"
            result.append(
                QuarantinedObjects(
                    tag: tag, origin: isForward ? migration : "the rollback of \(migration)",
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
