import SchemaModel

extension ExtractionQuery {
    static let containers: [ExtractionQuery] = [
        ExtractionQuery(
            .schema,
            """
            SELECT \(Where.head("pg_namespace", "'schema'", "n.oid", schema: "NULL", name: "n.nspname")),
                '{}' AS attributes
            FROM pg_catalog.pg_namespace n
            WHERE \(Where.userSchema()) AND \(Where.own("pg_namespace", "n.oid"))
            """),
        ExtractionQuery(
            .extension,
            """
            SELECT \(Where.head("pg_extension", "'extension'", "e.oid", schema: "NULL", name: "e.extname")),
                \(Where.attributes("'schema', n.nspname")) 
            FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname <> 'plpgsql'
            """),
    ]
}
