// The room of Catalog; see docs/architecture.md.
