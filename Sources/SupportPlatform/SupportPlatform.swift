// The room of SupportPlatform; see docs/architecture.md.
