public import Lint

/// Findings for other tools: see ``LintReportV0`` for the fields.
public enum LintJSON {
    /// JSON of version 0, keys sorted, one newline at the end.
    public static func render(_ result: LintResult) throws -> String { try JSONReport.encode(LintReportV0(result)) }
}

/// The form of lint's findings that other tools read, version 0.
public struct LintReportV0: Codable, Sendable, Hashable {
    public var format = "plumbline.lint"
    public var version = 0
    public var findings: [Entry]
    public var notes: [Note]
    public var ignored: Int
    public var sources: Int
    public var statements: Int

    public struct Entry: Codable, Sendable, Hashable {
        public var code: String
        public var title: String
        /// `L`, `D`, `F`, `B`, `T` or `H`.
        public var kind: String
        /// `error`, `warning` or `note`.
        public var severity: String
        public var file: String
        public var line: Int
        public var column: Int
        public var message: String
        public var why: String
        public var instead: String
        public var squawk: [String]
        public var strongMigrations: [String]
        public var atlas: [String]
    }

    /// The statements that were not analyzed.
    public struct Note: Codable, Sendable, Hashable {
        public var file: String
        public var line: Int
        public var message: String
    }

    public init(_ result: LintResult) {
        findings = result.findings.map { finding in
            let rule = finding.rule
            return Entry(
                code: finding.code, title: rule?.title ?? "", kind: rule?.kind.rawValue ?? "",
                severity: finding.severity.rawValue,
                file: finding.path, line: finding.line, column: finding.column, message: finding.message, why: rule?.why ?? "",
                instead: finding.instead, squawk: rule?.aliases.squawk ?? [],
                strongMigrations: rule?.aliases.strongMigrations ?? [],
                atlas: rule?.aliases.atlas ?? [])
        }
        notes = result.notes.map { Note(file: $0.path, line: $0.line, message: $0.message) }
        ignored = result.ignored
        sources = result.sources
        statements = result.statements
    }
}
