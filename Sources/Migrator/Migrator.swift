// The room of Migrator; see docs/architecture.md.
