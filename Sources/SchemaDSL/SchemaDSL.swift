// The room of SchemaDSL; see docs/architecture.md.
