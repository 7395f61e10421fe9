import ArgumentParser
import Foundation
import Lint
import Reports

struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Find what blocks, breaks or loses, in declarations, migrations and any SQL.",
        discussion: """
            A FILE is SQL, Markdown with ```sql blocks, a folder of both, or - for standard input. Without one, the project's \
            declarations and its migrations/ are linted. A comment takes a finding out, with a reason: \
            -- plumb:ignore PL001: the table is empty. Exit status 1: something was found.
            """)

    @Argument(help: "What to lint.") var files: [String] = []

    func run() async throws {
        let sources = try LintFiles.sources(files)
        let result = await Linter().lint(sources)
        print(LintText.render(result, style: .terminal()), terminator: "")
        if !result.findings.isEmpty { throw ExitCode.somethingToDo }
    }
}
