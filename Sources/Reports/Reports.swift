// The room of Reports; see docs/architecture.md.
