import SchemaModel

/// What the catalog holds and no extraction query reads; each is named to the user, never passed over.
enum Unmodelled {
    /// Rows: one description of an object, as `pg_describe_object` words it, or of a part of a newer server's catalog.
    static func query(_ serverVersion: Int) -> String {
        var parts = [identitySequences]
        if UnknownCatalog.isNewer(serverVersion) {
            let known = UnknownCatalog.knownColumns.map { SQL.literal($0) }.joined(separator: ", ")
            parts.append(
                """
                SELECT 'catalog column ' || c.name || ' of a newer server' FROM (\(UnknownCatalog.columnsQuery)) c
                WHERE c.name NOT IN (\(known))
                """)
            parts.append("SELECT 'catalog value ' || v.name FROM (\(UnknownCatalog.valuesQuery)) v")
        }
        return parts.joined(separator: "\nUNION ALL ")
    }

    /// The sequence of an identity column is part of the column; privileges and comments of its own are not read.
    private static let identitySequences = """
        SELECT p.what || pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, s.oid, 0)
        FROM pg_catalog.pg_class s
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'i'
            AND d.refclassid = 'pg_catalog.pg_class'::regclass
        CROSS JOIN LATERAL (
            SELECT 'privileges on identity ' AS what WHERE s.relacl IS NOT NULL
            UNION ALL SELECT 'comment on identity ' WHERE pg_catalog.obj_description(s.oid, 'pg_class') IS NOT NULL
        ) p
        WHERE s.relkind = 'S' AND s.oid >= 16384 AND \(Where.own("pg_class", "d.refobjid"))
        """
}
