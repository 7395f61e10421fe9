import ArgumentParser
import Migrator

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Pause a running backfill after its current batch, without locks, until `plumb resume`.")

    @Argument(help: "The databases. Default: all.") var databases: [String] = []

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            try await live.setPaused(true)
            Output.line("\(name): paused; a backfill stops after its current batch, and `plumb resume` continues it")
        }
    }
}

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Continue a paused backfill.")

    @Argument(help: "The databases. Default: all.") var databases: [String] = []

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            try await live.setPaused(false)
            Output.line("\(name): resumed")
        }
    }
}
