/// What the catalog may hold and no extraction query reads; each is named to the user, never passed over.
enum Unmodelled {
    /// Attributes of objects that are modelled, without this.
    private static let parts = """
        SELECT 'own default of ' || pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, a.attrelid, a.attnum)
        FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid >= 16384 AND a.attinhcount > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
            LEFT JOIN pg_catalog.pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
            WHERE i.inhrelid = a.attrelid AND pg_catalog.pg_get_expr(pd.adbin, pd.adrelid)
                IS NOT DISTINCT FROM pg_catalog.pg_get_expr(d.adbin, d.adrelid))
        AND \(Where.own("pg_class", "a.attrelid"))
        UNION ALL SELECT pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, c.oid, 0) || ' as a table of its type'
        FROM pg_catalog.pg_class c WHERE c.reloftype <> 0 AND c.oid >= 16384 AND \(Where.own("pg_class", "c.oid"))
        UNION ALL SELECT 'clustering on ' || pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, ci.indexrelid, 0)
        FROM pg_catalog.pg_index ci WHERE ci.indisclustered AND ci.indexrelid >= 16384 AND \(Where.own("pg_class", "ci.indrelid"))
        """

    /// Rows: one description, as `pg_describe_object` words it.
    static let query = parts
}
