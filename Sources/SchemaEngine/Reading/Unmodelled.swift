import SchemaModel

/// The objects that the catalog holds and no extraction query reads; each is named to the user.
enum Unmodelled {
    /// Rows: a description of an object, as `pg_describe_object` words it, or of a part of a newer server's catalog; and the object's
    /// schema, NULL for what is in none.
    static func query(_ serverVersion: Int, includesRoles: Bool = false) -> String {
        var parts = [pendingDetachments, disabledConstraints] + (includesRoles ? [Setting.unread] : [])
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

    /// DETACH CONCURRENTLY that was broken off leaves a partition that is neither attached nor on its own.
    private static let pendingDetachments = """
        SELECT 'pending detachment of ' || pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, c.oid, 0), n.nspname::text
        FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE i.inhdetachpending
        """

    /// ALTER TABLE … DISABLE TRIGGER ALL also disables the triggers that enforce a foreign key or a deferrable key, which stays valid
    /// in the catalog. No constraint is declared so.
    private static let disabledConstraints = """
        SELECT DISTINCT CASE t.tgenabled WHEN 'D' THEN 'disabled enforcement' ELSE 'changed enforcement' END || ' of '
            || pg_catalog.pg_describe_object('pg_catalog.pg_constraint'::regclass, k.oid, 0), n.nspname::text
        FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_constraint k ON k.oid = t.tgconstraint
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE t.tgisinternal AND t.tgenabled <> 'O' AND \(Where.userSchema())
        """
}
