#if Lint
package import Lint

/// Findings for other tools: see ``LintReportV0`` for the fields.
package enum LintJSON {
    /// JSON of version 0, keys sorted, one newline at the end.
    package static func render(_ result: LintResult) throws -> String { try JSONReport.encode(LintReportV0(result)) }
}

/// The form of lint's findings that other tools read, version 0.
package struct LintReportV0: Codable, Sendable, Hashable {
    package var format = "plumbline.lint"
    package var version = 0
    package var findings: [Entry]
    package var notes: [Note]
    package var ignored: Int
    package var sources: Int
    package var statements: Int

    package struct Entry: Codable, Sendable, Hashable {
        package var code: String
        package var title: String
        /// `L`, `D`, `F`, `B`, `T` or `H`.
        package var kind: String
        /// `error`, `warning` or `note`.
        package var severity: String
        package var file: String
        package var line: Int
        package var column: Int
        package var message: String
        package var why: String
        package var instead: String
        package var squawk: [String]
        package var strongMigrations: [String]
        package var atlas: [String]
    }

    /// The statements that were not analyzed.
    package struct Note: Codable, Sendable, Hashable {
        package var file: String
        package var line: Int
        package var message: String
    }

    package init(_ result: LintResult) {
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
#endif
