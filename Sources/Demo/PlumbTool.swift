import Foundation
import PostgresClient
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The command `plumb`, run as a person runs it, its output shown as it comes.
final class PlumbTool {
    /// The output of one run.
    struct Result {
        let lines: [String]
        let status: Int32
    }

    private let narrator: Narrator
    private let folder: URL
    /// The path of the command.
    let program: String
    private let here = FileManager.default.currentDirectoryPath
    /// The connections: URLs by database. They may hold passwords, so they go into the environment and are never shown.
    var urls: [String: String] = [:]

    init(_ narrator: Narrator, folder: URL) throws {
        self.narrator = narrator
        self.folder = folder
        let own = URL(filePath: CommandLine.arguments.first ?? "Demo").resolvingSymlinksInPath()
        program = own.deletingLastPathComponent().appending(component: "plumb").path
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw DemoError("\(program) does not exist; build it first: swift build --product plumb")
        }
    }

    /// Runs a command and shows its first lines, and its last.
    ///
    /// - Parameters:
    ///   - limit: how many lines are shown; of the rest, how many they are.
    ///   - tail: how many of the last ones are shown too.
    ///   - isSilent: whether neither the command nor its output is shown.
    ///   - expected: the exit status that it must have.
    ///   - other: another one that it may have.
    ///   - urls: other connections than the usual ones.
    ///   - folder: another project folder than the demo's.
    @discardableResult
    func run(
        _ arguments: String..., showing limit: Int = 20, last tail: Int = 0, isSilent: Bool = false,
        expecting expected: Int32 = 0,
        orElse other: Int32? = nil, urls: [String: String]? = nil, in folder: URL? = nil
    ) async throws -> Result {
        try await run(
            arguments, showing: limit, last: tail, isSilent: isSilent, expecting: expected, orElse: other, urls: urls, in: folder)
    }

    @discardableResult
    func run(
        _ arguments: [String], showing limit: Int = 20, last tail: Int = 0, isSilent: Bool = false, expecting expected: Int32 = 0,
        orElse other: Int32? = nil, urls: [String: String]? = nil, in folder: URL? = nil
    ) async throws -> Result {
        let typed = arguments.map { $0.replacing(self.folder.path + "/", with: "").replacing(here + "/", with: "") }
        if !isSilent { narrator.command("plumb " + typed.joined(separator: " ")) }
        var variables: [Environment.Key: String?] = ["COLUMNS": "94", "NO_COLOR": "1"]
        for (database, url) in urls ?? self.urls {
            if let key = Environment.Key(rawValue: "PLUMBLINE_URL_\(database.uppercased())") {
                variables.updateValue(url, forKey: key)
            }
        }
        var lines: [String] = []
        let narrator = narrator
        let outcome = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments), environment: .inherit.updating(variables),
            workingDirectory: FilePath((folder ?? self.folder).path), input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            var lines: [String] = []
            for try await line in execution.standardOutput.strings() {
                lines.append(line)
                if lines.count <= limit, !isSilent { narrator.output(line) } else if !isSilent { narrator.progress(line) }
            }
            return lines
        }
        lines = outcome.closureResult
        if !isSilent, lines.count > limit + tail { narrator.output("… \((lines.count - limit - tail).grouped) more lines") }
        if !isSilent { for line in lines.dropFirst(limit).suffix(tail) { narrator.output(line) } }
        guard case .exited(let status) = outcome.terminationStatus else {
            throw DemoError("plumb \(arguments.first ?? "") was ended by a signal: \(outcome.terminationStatus)")
        }
        if status != expected, status != other {
            for line in lines.dropFirst(isSilent ? 0 : limit).suffix(30) { narrator.output(line) }
            throw DemoError(
                "plumb \(arguments.joined(separator: " ")) ended with exit status \(status); expected was \(expected)")
        }
        return Result(lines: lines, status: status)
    }
}
