#if Lint
import ArgumentParser
import Foundation
import Lint
import PostgresClient
import Reports

/// The forms that lint's findings can take.
enum LintFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif, github, markdown
}

struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find changes that block, break clients or lose data, in declarations, migrations and any SQL.",
        discussion: """
            A FILE is SQL, Markdown with ```sql blocks, a folder of both, or - for standard input. Without one, the project's \
            declarations and its migrations/ are linted. A comment suppresses a finding, with a reason: \
            `-- plumb:ignore PL001: the table is empty`, in Swift `// plumb:ignore …`. plumbline.yml (lint:) turns rules off, with a \
            reason. Exit status 1: there are findings.
            """)

    @Argument(help: "The files to lint.") var files: [String] = []
    @Option(help: "text, json, sarif, github or markdown.") var format = LintFormat.text
    @Option(help: "The live database that the files are for; some rules read its state.") var url: String?
    @Option(name: .customLong("database"), help: "Only this declared database. Can be repeated.") var databases: [String] = []
    @Flag(help: "Read the statistics of the declared databases whose URL is given.") var live = false
    @Option(help: "The author of the change, for the ownership policy. Default: GITHUB_ACTOR.") var author: String?
    @Option(help: ArgumentHelp("Also write SARIF 2.1.0 to this file.", valueName: "file")) var sarif: String?
    @Flag(help: "List all rules and lint nothing.") var rules = false
    @Option(help: "Explain one rule, by its code or by another tool's name for it.") var explain: String?

    func validate() throws {
        if !files.isEmpty, live || !databases.isEmpty {
            throw ValidationError("--live and --database are for the project's declarations; files take --url")
        }
        if files.isEmpty, url != nil { throw ValidationError("--url is for files; the project's databases take --live") }
    }

    func run() async throws {
        let context = try CommandContext.get()
        if rules { return print(format == .markdown ? LintRules.markdownTable() : LintRules.list(), terminator: "") }
        if let explain { return try explainRule(explain) }
        var options = try context.configuration.lint?.options() ?? LintOptions()
        options.author = author ?? ProcessInfo.processInfo.environment["GITHUB_ACTOR"]
        let result = try await result(context, options)
        switch format {
        case .text: print(LintText.render(result, style: .terminal()), terminator: "")
        case .json: print(try LintJSON.render(result), terminator: "")
        case .sarif: print(try LintSARIF.render(result), terminator: "")
        case .markdown: print(LintMarkdown.render(result), terminator: "")
        case .github: print(LintGitHub.render(result), terminator: "")
        }
        if sarif != nil { try ReportFiles.write(try LintSARIF.render(result), to: sarif) }
        if !result.findings.isEmpty { throw ExitCode.somethingToDo }
    }

    private func result(_ context: CommandContext, _ options: LintOptions) async throws -> LintResult {
        guard files.isEmpty else { return try await lintFiles(options) }
        return try await LintProject(context: context, options: options).lint(databases, live: live)
    }

    private func explainRule(_ name: String) throws {
        let found = Rule.named(name)
        guard !found.isEmpty else { throw CommandError("there is no rule `\(name)`; `plumb lint --rules` lists them") }
        print(found.map { LintRules.explanation($0, style: .terminal()) }.joined(separator: "\n"), terminator: "")
    }

    private func lintFiles(_ options: LintOptions) async throws -> LintResult {
        let sources = try LintFiles.sources(files)
        let linter = Linter(options: options)
        guard let url else { return await linter.lint(sources) }
        guard case .url(let settings) = try Source(url) else { throw CommandError("--url takes a connection URL, postgres://…") }
        return try await PostgresConnection.with(settings) { connection in
            let result = await linter.lint(sources, server: try await LintServer.state(connection, statements: true))
            return try await LintServer.judge(result, connection)
        }
    }
}
#endif
