import ArgumentParser
import Migrator

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compare a live database with its declaration, and list what differs.",
        discussion:
            "If an object is missing or not declared, its parts are not listed separately. Exit status 1: the database differs.")

    @Argument(help: "The databases. Default: all.") var databases: [String] = []
    @Flag(help: "List every part that differs.") var verbose = false

    /// The number of lines that fit on a screen.
    private static let longestList = 40

    func run() async throws {
        var hasDrifted = false
        try await LiveSession.each(databases) { live, name in
            let comparison = try await live.compare()
            for item in comparison.unmodelled { Output.line("\(name): not modeled, and so not compared: \(item)") }
            if comparison.isClean {
                Output.line("\(name): matches the declaration")
                return
            }
            hasDrifted = true
            let lines = verbose ? comparison.differences : comparison.summary
            Output.line("\(name): drifted (\(comparison.differences.count))")
            for line in lines.prefix(verbose ? .max : Self.longestList) { Output.line("  - \(line)") }
            if !verbose, lines.count > Self.longestList {
                Output.line("  and \(lines.count - Self.longestList) more; `plumb verify --verbose` lists all")
            }
        }
        if hasDrifted { throw ExitCode.somethingToDo }
    }
}
