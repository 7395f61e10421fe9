import SchemaModel

extension ExtractionQuery {
    static let replication: [ExtractionQuery] = [
        ExtractionQuery(
            .publication,
            """
            SELECT \(Where.head("pg_publication", "'publication'", "p.oid", schema: "NULL", name: "p.pubname")),
                \(Where.attributes("""
                'all_tables', CASE WHEN p.puballtables THEN true END,
                'operations', to_jsonb(array_remove(ARRAY[CASE WHEN p.pubdelete THEN 'delete' END,
                    CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubtruncate THEN 'truncate' END,
                    CASE WHEN p.pubupdate THEN 'update' END], NULL))
                """))
            FROM pg_catalog.pg_publication p WHERE \(Where.own("pg_publication", "p.oid"))
            """),
        ExtractionQuery(
            .publicationSetting,
            """
            SELECT NULL::int8 AS class_id, NULL::int8 AS object_id, 0 AS sub_id, 'publication setting' AS kind, NULL::text AS schema,
                'publish_via_partition_root' AS name, NULL::text AS signature,
                'pg_catalog.pg_publication'::regclass::oid::int8 AS parent_class, p.oid::int8 AS parent_id, 0 AS parent_sub,
                '{}' AS attributes
            FROM pg_catalog.pg_publication p WHERE p.pubviaroot AND \(Where.own("pg_publication", "p.oid"))
            """),
        ExtractionQuery(
            .publicationTable,
            """
            SELECT 'pg_catalog.pg_publication_rel'::regclass::oid::int8 AS class_id, r.oid::int8 AS object_id, 0 AS sub_id,
                'publication table' AS kind, n.nspname::text AS schema, c.relname::text AS name, NULL::text AS signature,
                'pg_catalog.pg_publication'::regclass::oid::int8 AS parent_class, r.prpubid::int8 AS parent_id, 0 AS parent_sub,
                \(Where.attributes("""
                'columns', (SELECT jsonb_agg(a.attname ORDER BY u.place) FROM unnest(r.prattrs) WITH ORDINALITY u(number, place)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = u.number),
                'filter', pg_catalog.pg_get_expr(r.prqual, r.prrelid)
                """))
            FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            """),
    ]
}
