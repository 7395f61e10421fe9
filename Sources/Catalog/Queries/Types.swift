import SchemaModel

extension ExtractionQuery {
    static let types: [ExtractionQuery] = [
        ExtractionQuery(
            .enumType,
            """
            SELECT \(Where.head("pg_type", "'enum type'", "t.oid", name: "t.typname")),
                \(Where.attributes("'labels', (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)"))
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE t.typtype = 'e' AND \(Where.userSchema()) AND \(Where.own("pg_type", "t.oid"))
            """),
        ExtractionQuery(
            .domain,
            """
            SELECT \(Where.head("pg_type", "'domain'", "t.oid", name: "t.typname")),
                \(Where.attributes("""
                'type', pg_catalog.format_type(t.typbasetype, t.typtypmod),
                'not_null', CASE WHEN t.typnotnull THEN true END,
                'expression', pg_catalog.pg_get_expr(t.typdefaultbin, 0),
                'collation', (SELECT format('%I.%I', cn.nspname, c.collname) FROM pg_catalog.pg_collation c
                    JOIN pg_catalog.pg_namespace cn ON cn.oid = c.collnamespace
                    JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
                    WHERE c.oid = t.typcollation AND t.typcollation <> b.typcollation)
                """))
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE t.typtype = 'd' AND \(Where.userSchema()) AND \(Where.own("pg_type", "t.oid"))
            """),
        ExtractionQuery(
            .constraint,
            """
            SELECT 'pg_catalog.pg_constraint'::regclass::oid::int8 AS class_id, c.oid::int8 AS object_id, 0 AS sub_id,
                'constraint' AS kind, NULL::text AS schema, c.conname::text AS name, NULL::text AS signature,
                'pg_catalog.pg_type'::regclass::oid::int8 AS parent_class, c.contypid::int8 AS parent_id, 0 AS parent_sub,
                \(Where.attributes("'constraint_type', 'check', 'definition', pg_catalog.pg_get_constraintdef(c.oid)"))
            FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_type t ON t.oid = c.contypid
            JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            WHERE c.contypid <> 0 AND c.contype = 'c' AND \(Where.userSchema()) AND \(Where.own("pg_type", "t.oid"))
            """),
        ExtractionQuery(
            .compositeType,
            """
            SELECT \(Where.head("pg_class", "'composite type'", "c.oid", name: "c.relname")),
                \(Where.attributes("""
                'view_columns', (SELECT jsonb_agg(jsonb_build_object('name', a.attname,
                        'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
                    FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                """))
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'c' AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
            """),
    ]
}
