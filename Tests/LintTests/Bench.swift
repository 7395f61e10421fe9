import Testing

@testable import Lint

/// What a rule says about SQL, as a user would see it.
enum Bench {
    static func lint(
        _ sql: String, path: String = "change.sql", before: [String] = [], options: LintOptions = LintOptions(),
        server: ServerState? = nil
    ) async -> LintResult {
        let earlier = before.enumerated().map { LintSource(path: "earlier/\($0.offset).sql", bytes: Array($0.element.utf8)) }
        let result = await Linter(options: options).lint(
            earlier + [LintSource(path: path, bytes: Array(sql.utf8), isMarkdown: path.hasSuffix(".md"))], server: server)
        var own = result
        own.findings = result.findings.filter { $0.path == path }
        own.notes = result.notes.filter { $0.path == path }
        return own
    }

    static func codes(_ result: LintResult) -> Set<String> { Set(result.findings.map(\.code)) }
}

/// SQL that a rule must find, or must leave alone.
struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let sql: String
    var before: [String] = []
    var server: ServerState?
    var options = LintOptions()

    init(
        _ code: String, _ sql: String, before: String..., server: ServerState? = nil,
        options: (inout LintOptions) -> Void = { _ in }
    ) {
        self.code = code
        self.sql = sql
        self.before = before
        self.server = server
        options(&self.options)
        if Rule.all.first(where: { $0.code == code })?.isOptional == true { self.options.on.insert(code) }
    }

    var testDescription: String { "\(code): \(sql)" }

    func finds() async -> Bool {
        let result = await Bench.lint(sql, before: before, options: options, server: server)
        return Bench.codes(result).contains(code)
    }
}
