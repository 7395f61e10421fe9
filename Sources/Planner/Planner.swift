// The room of Planner; see docs/architecture.md.
