import SchemaEngine
import ArgumentParser

struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Write a schema as a snapshot to standard output.")

    @Argument(help: "A connection URL, a .sql file or folder, or declared:NAME.") var source: String

    @Flag(help: "Write roles, memberships, settings and privileges on parameters down too; never passwords.") var roles = false

    @OptionGroup var version: ScratchVersion

    func run() async throws {
        let state = try await Source(source).read(try CommandContext.get(), major: version.postgres, includesRoles: roles)
        try Output.write(String(decoding: try Snapshot(state).data(), as: UTF8.self) + "\n")
    }
}
