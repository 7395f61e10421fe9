import SchemaModel

/// The query for the sets of pg_partman, whose tables differ from version to version.
enum PartitionSetQuery {
    /// The columns that pg_partman itself writes while it works, or derives, and the role that runs it.
    private static let runtime = [
        "parent_table", "control", "partition_type", "partition_interval", "template_table", "datetime_string",
        "undo_in_progress", "sub_partition_set_full", "maintenance_last_run", "async_partitioning_in_progress",
        "maintenance_role",
    ]
    private static let subRuntime = ["sub_parent", "sub_maintenance_role"]

    /// One element for each set that is not itself a partition of another.
    static func query(_ fact: @escaping @Sendable (Value) -> Fact?) -> OptionalQuery {
        let name = SQL.literal(PartitionSetKind.extensionName)
        return OptionalQuery(
            isPresent: "EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = \(name))",
            query: """
                (SELECT pg_catalog.format(\(SQL.literal(format)), n.nspname, \(defaults("part_config")),
                    \(defaults("part_config_sub")), n.nspname, e.extversion)
                FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = \(name))
                """,
            fact: fact)
    }

    /// The query's text, whose places are the extension's schema, the defaults of both tables, its schema and its version.
    private static let format = """
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'schema', coalesce(t.nspname, split_part(p.parent_table, '.', 1)),
            'name', coalesce(t.relname, split_part(p.parent_table, '.', 2)),
            'control', p.control, 'interval', p.partition_interval,
            'partitioning', CASE p.partition_type WHEN 'native' THEN 'range' ELSE p.partition_type END,
            'set_options', \(options("to_jsonb(p)", "%2$s", without: runtime)),
            'subpartitions', (SELECT \(options(subRow, "%3$s", without: subRuntime)) FROM %1$I.part_config_sub s
                WHERE s.sub_parent = p.parent_table),
            'template_table', (SELECT jsonb_build_array(m.nspname, c.relname) FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace m ON m.oid = c.relnamespace
                WHERE m.nspname || '.' || c.relname = p.template_table AND m.nspname <> %4$L),
            'without_default', NOT EXISTS (SELECT FROM pg_catalog.pg_partitioned_table d
                WHERE d.partrelid = t.oid AND d.partdefid <> 0),
            'extension_schema', %4$L::text, 'extension_version', %5$L::text)), '[]')::text
        FROM %1$I.part_config p LEFT JOIN (
            SELECT c.oid, n.nspname::text, c.relname::text FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')
        ) t ON t.nspname || '.' || t.relname = p.parent_table
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhparent
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN %1$I.part_config o ON o.parent_table = n.nspname || '.' || c.relname WHERE i.inhrelid = t.oid)
        """

    /// The partitions of a partition have the set's template unless somebody gave them another.
    private static let subRow = """
        (to_jsonb(s) - CASE WHEN s.sub_template_table IS NOT DISTINCT FROM p.template_table THEN 'sub_template_table' ELSE '' END)
        """

    /// The columns of a row that differ from their defaults; NULL where none does.
    private static func options(_ row: String, _ defaults: String, without left: [String]) -> String {
        let left = left.map { SQL.literal($0) }.joined(separator: ", ")
        return """
            (SELECT jsonb_object_agg(o.key, o.value)
                FROM jsonb_each(\(row)) o LEFT JOIN jsonb_each(jsonb_build_object(\(defaults))) d ON d.key = o.key
                WHERE o.key NOT IN (\(left)) AND o.value IS DISTINCT FROM coalesce(d.value, 'null'))
            """
    }

    /// The defaults of a table of the extension as arguments of `jsonb_build_object`.
    private static func defaults(_ table: String) -> String {
        """
        (SELECT string_agg(pg_catalog.quote_literal(a.attname) || ', ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), ', ')
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = n.oid AND c.relname = \(SQL.literal(table)))
        """
    }
}
