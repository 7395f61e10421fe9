import ArgumentParser
import Migrator

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let a batched backfill that is under way wait, without locks, until `plumb resume`.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            try await live.setPaused(true)
            Output.line("\(name): paused; a backfill stops behind the batch that it is at, and `plumb resume` lets it go on")
        }
    }
}

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let a paused backfill go on.")

    @Argument(help: "The databases; all when none is named.") var databases: [String] = []

    func run() async throws {
        try await LiveSession.each(databases) { live, name in
            try await live.setPaused(false)
            Output.line("\(name): resumed")
        }
    }
}
