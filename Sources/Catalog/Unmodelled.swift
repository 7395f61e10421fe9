/// What the catalog may hold and no extraction query reads; each is named to the user, never passed over.
enum Unmodelled {
    private static let kinds: [(catalog: String, condition: String)] = [
        ("pg_proc", "o.prokind = 'a'"),
        ("pg_operator", "true"),
        ("pg_opclass", "true"),
        ("pg_opfamily", "true"),
        ("pg_cast", "true"),
        ("pg_collation", "true"),
        ("pg_conversion", "true"),
        ("pg_event_trigger", "true"),
        ("pg_foreign_data_wrapper", "true"),
        ("pg_foreign_server", "true"),
        ("pg_language", "true"),
        ("pg_transform", "true"),
        ("pg_ts_config", "true"),
        ("pg_ts_dict", "true"),
        ("pg_ts_parser", "true"),
        ("pg_ts_template", "true"),
        ("pg_am", "true"),
        ("pg_default_acl", "true"),
        ("pg_publication_namespace", "true"),
        ("pg_class", "o.relkind = 'f'"),
        ("pg_type", "o.typtype IN ('r', 'b') AND o.typelem = 0"),
        ("pg_rewrite", "o.rulename <> '_RETURN'"),
    ]

    /// Rows: one description, as `pg_describe_object` words it.
    static let query =
        kinds.map { kind in
            """
            SELECT pg_catalog.pg_describe_object('pg_catalog.\(kind.catalog)'::regclass, o.oid, 0) AS description
            FROM pg_catalog.\(kind.catalog) o
            WHERE o.oid >= 16384 AND (\(kind.condition)) AND \(Where.own(kind.catalog, "o.oid"))
            """
        }.joined(separator: "\nUNION ALL\n")
            + """
             UNION ALL SELECT 'subscription ' || s.subname FROM pg_catalog.pg_stat_subscription s
            UNION ALL SELECT 'security label on ' || pg_catalog.pg_describe_object(l.classoid, l.objoid, l.objsubid)
            FROM pg_catalog.pg_seclabel l
            """
}
