import SchemaModel

extension ExtractionQuery {
    static let programs: [ExtractionQuery] = [
        ExtractionQuery(
            .function,
            """
            SELECT 'pg_catalog.pg_proc'::regclass::oid::int8 AS class_id, p.oid::int8 AS object_id, 0 AS sub_id,
                'function' AS kind, n.nspname::text AS schema, p.proname::text AS name,
                (SELECT coalesce(string_agg(pg_catalog.format_type(u.type, NULL), ', ' ORDER BY u.place), '')
                    FROM unnest(p.proargtypes) WITH ORDINALITY u(type, place)) AS signature,
                NULL::int8 AS parent_class, NULL::int8 AS parent_id, 0 AS parent_sub,
                \(Where.attributes("""
                'routine', CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,
                'language', l.lanname,
                'arguments', pg_catalog.pg_get_function_arguments(p.oid),
                'result', CASE WHEN p.prokind <> 'p' THEN pg_catalog.pg_get_function_result(p.oid) END,
                'source', CASE WHEN p.prosqlbody IS NULL THEN p.prosrc END,
                'library', CASE WHEN p.probin IS NOT NULL THEN p.probin END,
                'sql_body', pg_catalog.pg_get_function_sqlbody(p.oid),
                'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END,
                'strict', CASE WHEN p.proisstrict THEN true END,
                'security_definer', CASE WHEN p.prosecdef THEN true END,
                'leakproof', CASE WHEN p.proleakproof THEN true END,
                'window', CASE WHEN p.prokind = 'w' THEN true END,
                'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END,
                'cost', CASE WHEN p.procost <> CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END THEN p.procost END,
                'rows', CASE WHEN p.proretset AND p.prorows <> 1000 THEN p.prorows END,
                'configuration', to_jsonb(p.proconfig)
                """))
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            WHERE p.prokind IN ('f', 'p', 'w') AND \(Where.userSchema()) AND \(Where.own("pg_proc", "p.oid"))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i WHERE i.classid = 'pg_catalog.pg_proc'::regclass
                AND i.objid = p.oid AND i.deptype = 'i')
            """)
    ]
}
