import SchemaModel

extension ExtractionQuery {
    static let tableParts: [ExtractionQuery] = [column, columnDefault, tableConstraint, index, statistics, trigger]

    /// Columns that a partition or a child table has from its parent are the parent's.
    private static let column = ExtractionQuery(
        .column,
        """
        SELECT 'pg_catalog.pg_class'::regclass::oid::int8 AS class_id, a.attrelid::int8 AS object_id, a.attnum::int AS sub_id,
            'column' AS kind, NULL::text AS schema, a.attname::text AS name, NULL::text AS signature,
            'pg_catalog.pg_class'::regclass::oid::int8 AS parent_class, a.attrelid::int8 AS parent_id, 0 AS parent_sub,
            \(Where.attributes("""
            'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
            'position', a.attnum,
            'not_null', CASE WHEN a.attnotnull THEN true END,
            'collation', (SELECT format('%I.%I', cn.nspname, co.collname) FROM pg_catalog.pg_collation co
                JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
                WHERE co.oid = a.attcollation AND a.attcollation <> t.typcollation),
            'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
            'identity_options', CASE WHEN a.attidentity <> '' THEN
                (SELECT nullif(jsonb_strip_nulls(jsonb_build_object(
                    'start', CASE WHEN s.seqstart <> 1 THEN s.seqstart END,
                    'increment', CASE WHEN s.seqincrement <> 1 THEN s.seqincrement END,
                    'minimum', CASE WHEN s.seqmin <> 1 THEN s.seqmin END,
                    'maximum', CASE WHEN s.seqmax <> CASE a.atttypid WHEN 'int2'::regtype THEN 32767
                        WHEN 'int4'::regtype THEN 2147483647 ELSE 9223372036854775807 END THEN s.seqmax END,
                    'cache', CASE WHEN s.seqcache <> 1 THEN s.seqcache END,
                    'cycle', CASE WHEN s.seqcycle THEN true END)), '{}'::jsonb)
                FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid
                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
                AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i') END,
            'generated', CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) END,
            'generated_kind', CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END,
            'storage', CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'plain'
                WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' END END,
            'type_storage', CASE WHEN a.attstorage <> t.typstorage THEN CASE t.typstorage WHEN 'p' THEN 'plain'
                WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' END END,
            'compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
            'statistics_target', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
            'options', \(Where.options("a.attoptions"))
            """))
        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attislocal AND NOT c.relispartition
        AND c.relkind IN ('r', 'p') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
        """)

    private static let columnDefault = ExtractionQuery(
        .columnDefault,
        """
        SELECT 'pg_catalog.pg_attrdef'::regclass::oid::int8 AS class_id, d.oid::int8 AS object_id, 0 AS sub_id,
            'column default' AS kind, NULL::text AS schema, '' AS name, NULL::text AS signature,
            'pg_catalog.pg_class'::regclass::oid::int8 AS parent_class, d.adrelid::int8 AS parent_id, d.adnum::int AS parent_sub,
            \(Where.attributes("'expression', pg_catalog.pg_get_expr(d.adbin, d.adrelid)"))
        FROM pg_catalog.pg_attrdef d
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        JOIN pg_catalog.pg_class c ON c.oid = d.adrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attgenerated = '' AND NOT a.attisdropped AND a.attislocal AND NOT c.relispartition
        AND c.relkind IN ('r', 'p') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
        """)

    /// NOT NULL constraints of PostgreSQL 18 are the columns' own attribute here.
    private static let tableConstraint = ExtractionQuery(
        .constraint,
        """
        SELECT \(Where.child("pg_constraint", "'constraint'", "k.oid", name: "k.conname", relation: "k.conrelid")),
            \(Where.attributes("""
            'constraint_type', CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check'
                WHEN 'f' THEN 'foreign key' WHEN 'x' THEN 'exclude' ELSE k.contype::text END,
            'definition', pg_catalog.pg_get_constraintdef(k.oid),
            'columns', (SELECT jsonb_agg(a.attname ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u(number, place)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number),
            'options', (SELECT \(Where.options("i.reloptions")) FROM pg_catalog.pg_class i
                WHERE i.oid = k.conindid AND k.contype IN ('p', 'u', 'x'))
            """))
        FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conparentid = 0 AND (k.conislocal OR k.contype = 'f')
        AND c.relkind IN ('r', 'p') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
        """)

    /// Indexes behind a constraint are the constraint; those attached to a partitioned index are that index's.
    private static let index = ExtractionQuery(
        .index,
        """
        SELECT \(Where.child("pg_class", "'index'", "i.oid", name: "i.relname", relation: "x.indrelid")),
            \(Where.attributes("""
            'unique', CASE WHEN x.indisunique THEN true END,
            'invalid', CASE WHEN NOT x.indisvalid THEN true END,
            'body', substr(pg_catalog.pg_get_indexdef(i.oid), 1 + length(format('CREATE %sINDEX %I ON %s%I.%I ',
                CASE WHEN x.indisunique THEN 'UNIQUE ' END, i.relname, CASE WHEN c.relkind = 'p' THEN 'ONLY ' END,
                n.nspname, c.relname)))
            """))
        FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
        JOIN pg_catalog.pg_class c ON c.oid = x.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'm') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
        AND NOT i.relispartition
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
        """)

    private static let statistics = ExtractionQuery(
        .statistics,
        """
        SELECT \(Where.head("pg_statistic_ext", "'statistics'", "s.oid", name: "s.stxname")),
            \(Where.attributes("'definition', pg_catalog.pg_get_statisticsobjdef(s.oid), 'statistics_target', CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END"))
        FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
        WHERE \(Where.userSchema()) AND \(Where.own("pg_statistic_ext", "s.oid"))
        """)

    private static let trigger = ExtractionQuery(
        .trigger,
        """
        SELECT \(Where.child("pg_trigger", "'trigger'", "t.oid", name: "t.tgname", relation: "t.tgrelid")),
            \(Where.attributes("""
            'definition', pg_catalog.pg_get_triggerdef(t.oid),
            'enabled', CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END
            """))
        FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
        """)
}
