import SchemaDSL

extension CatalogQuestion {
    /// No table of these schemas is open to whoever has the API's public key.
    ///
    /// Found too: a partition with row-level security and no policy whose parent has policies, since nobody can read it directly,
    /// and a policy for strangers that is open because something is NULL, as `auth.uid() IS NULL OR …` is for everybody without
    /// a token.
    ///
    /// A table without row-level security fails, and a policy on one; a policy without a condition for an anonymous role, or for
    /// PUBLIC; a view with its owner's rights and a materialized view, which know no policies, where an API role may read them. A
    /// partition may do without when no API role may reach it but through its parent.
    ///
    /// - Parameters:
    ///   - anonymous: Roles of people who have not signed in; those that the server does not know are passed over.
    ///   - signedIn: Other roles of the API.
    public static func closed(
        in schemas: [String], anonymous: [String] = ["anon"], signedIn: [String] = ["authenticated"], _ title: String,
        file: StaticString = #filePath, line: UInt = #line
    ) -> DataCheck {
        let list = joined(schemas.map { "\(literal: $0)" })
        let strangers = joined(anonymous.map { "\(literal: $0)" })
        let api = joined((anonymous + signedIn).map { "\(literal: $0)" })
        return .question(
            """
            SELECT n.nspname || '.' || c.relname AS object, p.problem
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (
              SELECT string_agg(r.rolname, ', ' ORDER BY r.rolname) AS readers
              FROM pg_catalog.pg_roles AS r
              WHERE r.rolname = ANY (ARRAY[\(api)]::text[]) AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE')
            ) AS a
            CROSS JOIN LATERAL (
              SELECT 'row-level security is off' AS problem
              WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity AND (NOT c.relispartition OR a.readers IS NOT NULL)
              UNION ALL
              SELECT 'policy ' || quote_ident(o.polname) || ' does nothing: row-level security is off'
              FROM pg_catalog.pg_policy AS o WHERE o.polrelid = c.oid AND NOT c.relrowsecurity
              UNION ALL
              SELECT 'policy ' || quote_ident(o.polname) || ' lets strangers have every row'
              FROM pg_catalog.pg_policy AS o
              WHERE o.polrelid = c.oid AND o.polpermissive
                AND (0 = ANY (o.polroles) OR o.polroles && ARRAY(
                  SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolname = ANY (ARRAY[\(strangers)]::text[])))
                AND 'true' IN (pg_get_expr(o.polqual, o.polrelid), pg_get_expr(o.polwithcheck, o.polrelid))
              UNION ALL
              SELECT 'row-level security is on and no policy exists, but the parent has policies'
              WHERE c.relispartition AND c.relrowsecurity AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = c.oid)
                AND EXISTS (SELECT FROM pg_catalog.pg_partition_ancestors(c.oid) AS a
                  JOIN pg_catalog.pg_policy AS o ON o.polrelid = a.relid WHERE a.relid <> c.oid)
              UNION ALL
              SELECT 'policy ' || quote_ident(o.polname) || ' is open to strangers where something is NULL, for '
                || CASE o.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                  ELSE 'all commands' END
              FROM pg_catalog.pg_policy AS o
              CROSS JOIN LATERAL (VALUES (pg_get_expr(o.polqual, o.polrelid)), (pg_get_expr(o.polwithcheck, o.polrelid))) AS e (text)
              WHERE o.polrelid = c.oid AND o.polpermissive
                AND (0 = ANY (o.polroles) OR o.polroles && ARRAY(
                  SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolname = ANY (ARRAY[\(strangers)]::text[])))
                AND \(openWhereNull)
              GROUP BY o.oid, o.polname, o.polcmd
              UNION ALL
              SELECT 'the view has its owner''s rights, and may be read by ' || a.readers
              WHERE c.relkind = 'v' AND a.readers IS NOT NULL
                AND NOT coalesce((SELECT o.option_value::boolean FROM pg_catalog.pg_options_to_table(c.reloptions) AS o
                  WHERE o.option_name = 'security_invoker'), false)
              UNION ALL
              SELECT 'a materialized view knows no policies, and may be read by ' || a.readers
              WHERE c.relkind = 'm' AND a.readers IS NOT NULL
            ) AS p
            WHERE n.nspname = ANY (ARRAY[\(list)]::text[])
            """, named: "closed", title, file: file, line: line)
    }

    /// True for an expression one of whose alternatives is that something IS NULL.
    private static var openWhereNull: SQLFragment { SQLFragment(verbatim: PolicyText.opensWhereNull("e.text")) }
}
