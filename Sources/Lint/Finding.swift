/// One thing that a rule found, with its place.
public struct Finding: Sendable, Hashable {
    public var code: String
    public var severity: Severity
    /// The problem here, with the names of this place.
    public var message: String
    /// The statement to write instead, here.
    public var instead: String
    public var path: String
    /// From 1.
    public var line: Int
    /// From 1, in UTF-16 code units.
    public var column: Int
    public var subject: Subject?

    /// The rule behind it.
    public var rule: Rule? { Rule.all.first { $0.code == code } }
}

/// Something that is no finding and that a reader should know: what was not analysed, and why.
public struct LintNote: Sendable, Hashable {
    public var path: String
    public var line: Int
    public var message: String

    public init(path: String, line: Int, message: String) {
        self.path = path
        self.line = line
        self.message = message
    }
}

/// The findings of a run.
public struct LintResult: Sendable {
    /// By path and place.
    public var findings: [Finding]
    public var notes: [LintNote]
    /// How many findings a comment with a reason took out.
    public var ignored: Int
    public var sources: Int
    public var statements: Int
    /// The statements that the parser refused, for a server to judge.
    public var refused: [Refused] = []

    /// A statement that the parser refused.
    public struct Refused: Sendable {
        public var path: String
        public var line: Int
        public var sql: String
        /// The message where the server refuses it too; nil where it was given.
        public var finding: Finding?
    }

    /// Of a run over nothing.
    public static let nothing = LintResult(findings: [], notes: [], ignored: 0, sources: 0, statements: 0)

    /// Takes the result of another run in.
    public static func += (total: inout LintResult, other: LintResult) {
        total.findings += other.findings
        total.notes += other.notes
        total.ignored += other.ignored
        total.sources += other.sources
        total.statements += other.statements
        total.refused += other.refused
    }

    /// The number of findings of a severity.
    public func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
}
