// The room of Sandbox; see docs/architecture.md.
