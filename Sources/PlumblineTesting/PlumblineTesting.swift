// The room of PlumblineTesting; see docs/architecture.md.
