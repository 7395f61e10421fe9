// The room of Checks; see docs/architecture.md.
