import SchemaModel

extension ExtractionQuery {
    static let relations: [ExtractionQuery] = [
        ExtractionQuery(
            .sequence,
            """
            SELECT \(Where.head("pg_class", "'sequence'", "c.oid", name: "c.relname")),
                \(Where.attributes("""
                'type', pg_catalog.format_type(s.seqtypid, NULL), 'start', s.seqstart, 'increment', s.seqincrement,
                'minimum', s.seqmin, 'maximum', s.seqmax, 'cache', s.seqcache,
                'cycle', CASE WHEN s.seqcycle THEN true END,
                'persistence', CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
                'owned_by', (SELECT jsonb_build_array(tn.nspname, tc.relname, a.attname)
                    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class tc ON tc.oid = d.refobjid
                    JOIN pg_catalog.pg_namespace tn ON tn.oid = tc.relnamespace
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'
                    AND d.refclassid = 'pg_catalog.pg_class'::regclass)
                """))
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
            WHERE \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i WHERE i.classid = 'pg_catalog.pg_class'::regclass
                AND i.objid = c.oid AND i.deptype = 'i')
            """),
        ExtractionQuery(
            .table,
            """
            SELECT \(Where.head("pg_class", "'table'", "c.oid", name: "c.relname")),
                \(Where.attributes("""
                'persistence', CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
                'partition_by', CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
                'partition_of', CASE WHEN c.relispartition THEN (SELECT jsonb_build_array(pn.nspname, p.relname)
                    FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END,
                'partition_bound', pg_catalog.pg_get_expr(c.relpartbound, c.oid),
                'inherits', CASE WHEN NOT c.relispartition THEN (SELECT jsonb_agg(format('%I.%I', pn.nspname, p.relname)
                    ORDER BY i.inhseqno)
                    FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END,
                'options', \(Where.options("c.reloptions")),
                'row_security', CASE WHEN c.relrowsecurity THEN true END,
                'force_row_security', CASE WHEN c.relforcerowsecurity THEN true END,
                'access_method', (SELECT am.amname FROM pg_catalog.pg_am am WHERE am.oid = c.relam AND am.amname <> 'heap'),
                'replica_identity', CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' WHEN 'i' THEN
                    (SELECT 'index ' || ic.relname FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class ic ON ic.oid = x.indexrelid
                    WHERE x.indrelid = c.oid AND x.indisreplident) END
                """))
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
            """),
        ExtractionQuery(
            .view,
            """
            SELECT \(Where.head("pg_class", "CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END", "c.oid", name: "c.relname")),
                \(Where.attributes("""
                'definition', rtrim(pg_catalog.pg_get_viewdef(c.oid), ';'),
                'options', \(Where.options("c.reloptions")),
                'access_method', (SELECT am.amname FROM pg_catalog.pg_am am WHERE am.oid = c.relam AND am.amname <> 'heap'),
                'view_columns', (SELECT jsonb_agg(jsonb_build_object('name', a.attname,
                        'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
                    FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                """))
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
            """),
    ]
}
