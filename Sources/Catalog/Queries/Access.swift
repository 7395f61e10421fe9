import SchemaModel

extension ExtractionQuery {
    static let access: [ExtractionQuery] = [policy, comment, owner] + grants

    private static let policy = ExtractionQuery(
        .policy,
        """
        SELECT \(Where.child("pg_policy", "'policy'", "p.oid", name: "p.polname", relation: "p.polrelid")),
            \(Where.attributes("""
            'restrictive', CASE WHEN NOT p.polpermissive THEN true END,
            'command', CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
                WHEN 'd' THEN 'delete' ELSE 'all' END,
            'roles', (SELECT jsonb_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(r)::text END
                ORDER BY CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(r)::text END COLLATE "C")
                FROM unnest(p.polroles) r),
            'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
            'with_check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
            """))
        FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
        """)

    /// Comments of everything; an extension brings its own, and those on what is not a fact find no parent and fall away.
    private static let comment = ExtractionQuery(
        .comment,
        """
        SELECT NULL::int8 AS class_id, NULL::int8 AS object_id, 0 AS sub_id, 'comment' AS kind, NULL::text AS schema, '' AS name,
            NULL::text AS signature, d.classoid::int8 AS parent_class, d.objoid::int8 AS parent_id, d.objsubid AS parent_sub,
            \(Where.attributes("'text', d.description"))
        FROM pg_catalog.pg_description d
        WHERE (d.objoid >= 16384 OR d.classoid = 'pg_catalog.pg_namespace'::regclass)
        AND d.classoid <> 'pg_catalog.pg_extension'::regclass
        """)

    private static let owner = ExtractionQuery(
        .owner,
        """
        SELECT NULL::int8 AS class_id, NULL::int8 AS object_id, 0 AS sub_id, 'owner' AS kind, NULL::text AS schema, '' AS name,
            NULL::text AS signature, o.class_id::int8 AS parent_class, o.object_id::int8 AS parent_id, 0 AS parent_sub,
            \(Where.attributes("'role', pg_catalog.pg_get_userbyid(o.owner)"))
        FROM (
            SELECT 'pg_catalog.pg_class'::regclass::oid AS class_id, c.oid AS object_id, c.relowner AS owner
            FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'c')
            UNION ALL SELECT 'pg_catalog.pg_proc'::regclass, p.oid, p.proowner FROM pg_catalog.pg_proc p
            UNION ALL SELECT 'pg_catalog.pg_type'::regclass, t.oid, t.typowner FROM pg_catalog.pg_type t WHERE t.typtype IN ('e', 'd')
            UNION ALL SELECT 'pg_catalog.pg_namespace'::regclass, n.oid, n.nspowner FROM pg_catalog.pg_namespace n
            UNION ALL SELECT 'pg_catalog.pg_publication'::regclass, b.oid, b.pubowner FROM pg_catalog.pg_publication b
        ) o
        WHERE o.object_id >= 16384
        """)

    /// Privileges as they are in force: PostgreSQL's defaults for PUBLIC are said, the owner's own are not.
    private static let grants: [ExtractionQuery] = [
        grant(
            """
            SELECT 'pg_catalog.pg_class'::regclass::oid AS class_id, c.oid AS object_id, 0 AS sub_id, c.relowner AS owner,
                c.relacl AS acl FROM pg_catalog.pg_class c
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relacl IS NOT NULL
            UNION ALL SELECT 'pg_catalog.pg_class'::regclass, a.attrelid, a.attnum, c.relowner, a.attacl
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL
            UNION ALL SELECT 'pg_catalog.pg_proc'::regclass, p.oid, 0, p.proowner,
                coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner)) FROM pg_catalog.pg_proc p WHERE p.oid >= 16384
            UNION ALL SELECT 'pg_catalog.pg_type'::regclass, t.oid, 0, t.typowner,
                coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner)) FROM pg_catalog.pg_type t
            WHERE t.oid >= 16384 AND t.typtype IN ('e', 'd')
            UNION ALL SELECT 'pg_catalog.pg_namespace'::regclass, n.oid, 0, n.nspowner, n.nspacl
            FROM pg_catalog.pg_namespace n WHERE n.nspacl IS NOT NULL
            """)
    ]

    private static func grant(_ acls: String) -> ExtractionQuery {
        ExtractionQuery(
            .grant,
            """
            SELECT NULL::int8 AS class_id, NULL::int8 AS object_id, 0 AS sub_id, 'grant' AS kind, NULL::text AS schema,
                CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END AS name,
                NULL::text AS signature, o.class_id::int8 AS parent_class, o.object_id::int8 AS parent_id,
                o.sub_id::int AS parent_sub,
                \(Where.attributes("""
                'privileges', jsonb_agg(DISTINCT g.privilege_type),
                'grantable', jsonb_agg(DISTINCT g.privilege_type) FILTER (WHERE g.is_grantable)
                """))
            FROM (\(acls)) o, LATERAL pg_catalog.aclexplode(o.acl) g
            WHERE g.grantee <> o.owner
            GROUP BY o.class_id, o.object_id, o.sub_id, g.grantee
            """)
    }
}
