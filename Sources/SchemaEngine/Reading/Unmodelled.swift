import SchemaModel

/// What the catalog holds and no extraction query reads; each is named to the user, never passed over.
enum Unmodelled {
    /// Rows: a description of an object, as `pg_describe_object` words it, or of a part of a newer server's catalog; and the object's
    /// schema, NULL for what is in none.
    static func query(_ serverVersion: Int) -> String {
        var parts = [identitySequences, pendingDetachments, partitionSets]
        if UnknownCatalog.isNewer(serverVersion) {
            let known = UnknownCatalog.knownColumns.map { SQL.literal($0) }.joined(separator: ", ")
            parts.append(
                """
                SELECT 'catalog column ' || c.name || ' of a newer server', NULL FROM (\(UnknownCatalog.columnsQuery)) c
                WHERE c.name NOT IN (\(known))
                """)
            parts.append("SELECT 'catalog value ' || v.name, NULL FROM (\(UnknownCatalog.valuesQuery)) v")
        }
        return parts.joined(separator: "\nUNION ALL ")
    }

    /// The sequence of an identity column is part of the column; privileges, comments and labels of its own are not read.
    private static let identitySequences = """
        SELECT p.what || pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, s.oid, 0), n.nspname::text
        FROM pg_catalog.pg_class s JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'i'
            AND d.refclassid = 'pg_catalog.pg_class'::regclass
        CROSS JOIN LATERAL (
            SELECT 'privileges on identity ' AS what WHERE s.relacl IS NOT NULL
            UNION ALL SELECT 'comment on identity ' WHERE pg_catalog.obj_description(s.oid, 'pg_class') IS NOT NULL
            UNION ALL SELECT 'security label on identity ' WHERE EXISTS (SELECT FROM pg_catalog.pg_seclabel l
                WHERE l.objoid = s.oid AND l.classoid = 'pg_catalog.pg_class'::regclass)
        ) p
        WHERE s.relkind = 'S' AND s.oid >= 16384 AND \(Where.own("pg_class", "d.refobjid"))
        """

    /// DETACH CONCURRENTLY that was broken off leaves a partition that is neither attached nor on its own.
    private static let pendingDetachments = """
        SELECT 'pending detachment of ' || pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, c.oid, 0), n.nspname::text
        FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE i.inhdetachpending
        """

    /// The rows of pg_partman's configuration are not read, and the partitions that it makes are compared like any others.
    private static let partitionSets = """
        SELECT 'partition sets of extension pg_partman', NULL FROM pg_catalog.pg_extension e WHERE e.extname = 'pg_partman'
        """
}
