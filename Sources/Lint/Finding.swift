/// One thing that a rule found, with its place.
package struct Finding: Sendable, Hashable {
    package var code: String
    package var severity: Severity
    /// The problem here, with the names of this place.
    package var message: String
    /// The statement to write instead, here.
    package var instead: String
    package var path: String
    /// From 1.
    package var line: Int
    /// From 1, in UTF-16 code units.
    package var column: Int
    package var subject: Subject?

    /// The rule behind it.
    package var rule: Rule? { Rule.all.first { $0.code == code } }
}

/// A note that is not a finding: what was not analyzed, and why.
package struct LintNote: Sendable, Hashable {
    package var path: String
    package var line: Int
    package var message: String

    package init(path: String, line: Int, message: String) {
        self.path = path
        self.line = line
        self.message = message
    }
}

/// The findings of a run.
package struct LintResult: Sendable {
    /// By path and place.
    package var findings: [Finding]
    package var notes: [LintNote]
    /// How many findings a comment with a reason took out.
    package var ignored: Int
    package var sources: Int
    package var statements: Int
    /// The statements that the parser refused, for a server to judge.
    package var refused: [Refused] = []

    /// A statement that the parser refused.
    package struct Refused: Sendable {
        package var path: String
        package var line: Int
        package var sql: String
        /// The message where the server refuses it too; nil where it was given.
        package var finding: Finding?
    }

    /// Of a run over nothing.
    package static let nothing = LintResult(findings: [], notes: [], ignored: 0, sources: 0, statements: 0)

    /// Takes the result of another run in.
    package static func += (total: inout LintResult, other: LintResult) {
        total.findings += other.findings
        total.notes += other.notes
        total.ignored += other.ignored
        total.sources += other.sources
        total.statements += other.statements
        total.refused += other.refused
    }

    /// The number of findings of a severity.
    package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
}
