// The room of PostgresClient; see docs/architecture.md.
