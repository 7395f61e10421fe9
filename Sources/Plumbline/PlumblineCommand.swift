public import ArgumentParser
import SchemaModel
import Foundation
import Synchronization

/// The command-line tool for a project's own declarations.
public enum Plumb {
    /// Runs the command that the arguments name, and ends the process with its exit status.
    ///
    /// 0 is clean, 1 is something to act on, 2 is that it could not run.
    public static func main(_ project: Project, arguments: [String]? = nil) async -> Never {
        OutputDescriptor.prepare()
        if let program = CommandLine.arguments.first.map({ URL(filePath: $0).lastPathComponent }), program != "plumb-plain" {
            programName.withLock { $0 = program }
        }
        let task = Task { await run(project, arguments: arguments ?? Array(CommandLine.arguments.dropFirst())) }
        let interrupts = Interrupts { task.cancel() }
        let status = await task.value
        interrupts.end()
        exit(status.rawValue)
    }

    /// As `main`, but gives the exit status back.
    public static func run(_ project: Project, arguments: [String]) async -> ExitCode {
        let context = CommandContext(project, root: URL(filePath: FileManager.default.currentDirectoryPath))
        let status = await CommandContext.$current.withValue(context) { await perform(arguments) }
        await context.stop()
        do {
            // A result that reached nobody is a failure, whatever the command made of it.
            try OutputDescriptor.flush()
            return status
        } catch {
            if status != .couldNotRun { Progress.note("plumb: \(ErrorText.text(error))") }
            return .couldNotRun
        }
    }

    /// The name of the program, for help and usage: a project's own program has its own. Set before the first command is parsed.
    fileprivate static let programName = Mutex("plumb")

    private static func perform(_ arguments: [String]) async -> ExitCode {
        do {
            try refuseUnknownCommand(arguments)
            var command = try PlumbCommand.parseAsRoot(arguments)
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
            return .success
        } catch let code as ExitCode {
            return code
        } catch {
            if Task.isCancelled {
                Progress.note("plumb: interrupted. Finished work is kept; run the command again to continue.")
                return .couldNotRun
            }
            return explain(error)
        }
    }

    /// ArgumentParser counts the arguments that no command takes; people want the command that they meant.
    private static func refuseUnknownCommand(_ arguments: [String]) throws {
        var command: any ParsableCommand.Type = PlumbCommand.self
        var path = [programName.withLock(\.self)]
        for argument in arguments {
            let subcommands = command.configuration.subcommands
            guard !subcommands.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return }
            let names = subcommands.map { $0._commandName }
            guard let next = subcommands.first(where: { $0._commandName == argument }) else {
                throw CommandError(
                    "there is no command `\((path + [argument]).joined(separator: " "))`."
                        + "\(Spelling.suggestion(for: argument, among: names)) `\(path.joined(separator: " ")) --help` lists the commands."
                )
            }
            command = next
            path.append(argument)
        }
    }

    /// Help and version are asked for as errors; wrong arguments bring the usage with them.
    private static func explain(_ error: any Error) -> ExitCode {
        let message = PlumbCommand.fullMessage(for: error)
        if PlumbCommand.exitCode(for: error) == .success {
            print(message)
            return .success
        }
        let isUsage = PlumbCommand.exitCode(for: error) == .validationFailure
        Progress.note(isUsage ? message : "plumb: \(ErrorText.text(error))")
        return .couldNotRun
    }
}

extension Plumb {
    /// The names of all commands.
    package static var commandNames: [String] {
        PlumbCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    }
}

extension ExitCode {
    /// Failed checks, drift, a refused plan.
    static let somethingToDo = ExitCode(1)
    static let couldNotRun = ExitCode(2)
    /// A run of checks would exceed its limits, and nothing was run.
    static let overBudget = ExitCode(3)
    /// Something may be renamed, and nobody has decided.
    static let undecided = ExitCode(4)
}

/// An error in words.
enum ErrorText {
    static func text(_ error: any Error) -> String {
        // Foundation's own errors describe themselves with their class and code; people want the sentence.
        guard type(of: error) == NSError.self || error is CocoaError else { return "\(error)" }
        return FileErrorText.text(error)
    }
}

struct PlumbCommand: AsyncParsableCommand {
    #if Lint
    private static let lintCommands: [any ParsableCommand.Type] = [LintCommand.self]
    #else
    private static let lintCommands: [any ParsableCommand.Type] = []
    #endif

    static let configuration = CommandConfiguration(
        commandName: Plumb.programName.withLock(\.self),
        abstract: "Schema migrations and data quality for PostgreSQL.",
        discussion: """
            The URL of a database is in PLUMBLINE_URL_<DATABASE>, or in databases.<DATABASE>.url of plumbline.yml; without one, no \
            server is contacted. Exit status: 0 clean, 1 something needs attention, 2 could not run, 3 a run of checks would \
            exceed its limits, 4 something may be renamed and nobody has decided.
            """,
        version: Plumb.version,
        subcommands: [
            InitCommand.self, ImportCommand.self, DiffCommand.self, PlanCommand.self, GenerateCommand.self, ProveCommand.self,
            ApplyCommand.self, RollbackCommand.self,
            RenumberCommand.self, SquashCommand.self, PauseCommand.self, ResumeCommand.self,
            StatusCommand.self, VerifyCommand.self, DoctorCommand.self, BaselineCommand.self, PurgeCommand.self,
            FleetCommand.self,
            CheckCommand.self, ProfileCommand.self, AccessCommand.self,
            CompileCommand.self, QueryCommand.self, ReportCommand.self, DocsCommand.self, GateCommand.self,
        ] + lintCommands + [
            NightlyCommand.self, HistoryCommand.self, SnapshotCommand.self, ExportCommand.self, RestoreCommand.self,
            SandboxCommand.self,
            DevCommand.self,
        ])
}
