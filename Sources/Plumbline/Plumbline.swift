// The room of Plumbline; see docs/architecture.md.
