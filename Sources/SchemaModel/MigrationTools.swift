/// The tables in which other migration tools keep their history. They belong to the tool: Plumbline neither compares nor drops them.
package enum MigrationTools {
    /// The names of their tables, in whichever schema.
    package static let tables: Set<String> = [
        "flyway_schema_history", "schema_migrations", "ar_internal_metadata", "_prisma_migrations", "alembic_version",
        "_fluent_migrations", "_fluent_enums", "_hb_pg_migrations", "django_migrations", "knex_migrations",
        "knex_migrations_lock", "databasechangelog", "databasechangeloglock", "goose_db_version", "__EFMigrationsHistory",
        "atlas_schema_revisions", "__drizzle_migrations", "_sqlx_migrations", "__diesel_schema_migrations", "SequelizeMeta",
        "gorp_migrations", "kysely_migration", "kysely_migration_lock", "pgmigrations", "refinery_schema_history",
        "doctrine_migration_versions", "phinxlog", "seaql_migrations", "mikro_orm_migrations",
    ]
}

extension Fact {
    /// True when the object belongs to the history of another migration tool: its table, what hangs on it, the sequence of its key.
    package var belongsToMigrationTool: Bool {
        if id.root.kind == .table { return MigrationTools.tables.contains(id.root.name) }
        guard id.kind == .sequence, let owner = texts(.ownedBy), owner.count == 3 else { return false }
        return MigrationTools.tables.contains(owner[1])
    }
}
