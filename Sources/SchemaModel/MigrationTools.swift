/// The tables in which other migration tools keep their history. They belong to the tool: Plumbline neither compares nor drops them.
package enum MigrationTools {
    /// The names of their tables, in whichever schema.
    package static let tables: Set<String> = [
        "flyway_schema_history", "schema_migrations", "ar_internal_metadata", "_prisma_migrations", "alembic_version",
        "_fluent_migrations", "_fluent_enums", "_hb_pg_migrations", "django_migrations", "knex_migrations",
        "knex_migrations_lock", "databasechangelog", "databasechangeloglock", "goose_db_version", "__EFMigrationsHistory",
        "atlas_schema_revisions", "__drizzle_migrations", "_sqlx_migrations", "__diesel_schema_migrations", "SequelizeMeta",
        "gorp_migrations", "kysely_migration", "kysely_migration_lock", "pgmigrations", "refinery_schema_history",
        "doctrine_migration_versions", "phinxlog", "seaql_migrations", "mikro_orm_migrations", "typeorm_metadata",
        "_yoyo_migration", "_yoyo_log", "_yoyo_version", "yoyo_lock",
    ]

    /// The schemas that a tool has for itself: those of Sqitch and pgroll.
    static let schemas: Set<String> = ["sqitch", "pgroll"]

    /// The columns by which a table called `migrations` is told from one of the project: those of Laravel, TypeORM and db-migrate.
    static let columnsOfMigrations: Set<Set<String>> = [
        ["id", "migration", "batch"], ["id", "timestamp", "name"], ["id", "name", "run_on"],
    ]
}

extension Sequence<Fact> {
    /// The tables and sequences that belong to the history of another migration tool, with all that is in its own schema.
    package var historyOfMigrationTools: Set<ObjectID> {
        var columns: [ObjectID: Set<String>] = [:]
        for fact in self where fact.id.kind == .column {
            if let table = fact.id.parent, table.name == "migrations" { columns[table, default: []].insert(fact.id.name) }
        }
        func isHistory(_ schema: String?, _ name: String) -> Bool {
            MigrationTools.tables.contains(name)
                || columns[.table(schema ?? "", name)].map(MigrationTools.columnsOfMigrations.contains) == true
        }
        return Set(
            compactMap { fact in
                let root = fact.id.root
                if let schema = root.enclosingSchema, MigrationTools.schemas.contains(schema) { return root }
                if root.kind == .table { return isHistory(root.schema, root.name) ? root : nil }
                guard fact.id.kind == .sequence, let owner = fact.texts(.ownedBy), owner.count == 3 else { return nil }
                return isHistory(owner[0], owner[1]) ? root : nil
            })
    }
}
