import ArgumentParser
import Foundation
import Plumbline
import PlumblineTesting
import PostgresClient
import SchemaDSL
import Synchronization
import Testing

@Suite("Start")
struct StartTests {
    /// A project that remembers whether anybody asked for its declarations.
    private final class Witness: Sendable {
        private let count = Mutex(0)
        var wasAsked: Bool { count.withLock { $0 > 0 } }

        func databases() -> [Database] {
            count.withLock { $0 += 1 }
            return []
        }
    }

    @Test("help, a version, wrong arguments and a diff of two URLs build no declaration")
    func builds() async throws {
        try await ScratchServer.withDatabase { database in
            let witness = Witness()
            let project = Project(name: "witness", databases: witness.databases())
            for arguments in [
                ["--help"], ["--version"], ["diff", "--help"], ["diff", "--from", database.url, "--to", database.url],
            ] {
                #expect(await Plumb.run(project, arguments: arguments) == .success, "\(arguments)")
            }
            #expect(await Plumb.run(project, arguments: ["diff", "--nonsense"]) == ExitCode(2))
            #expect(!witness.wasAsked)
            _ = await Plumb.run(project, arguments: ["plan"])
            #expect(witness.wasAsked)
        }
    }

    @Test("the version is the library's")
    func version() async throws {
        try await EmptyFolder.with { folder in
            let outcome = try await folder.plumb("--version")
            #expect(outcome.status == 0 && outcome.output == "\(Plumb.version)\n" && outcome.errors.isEmpty)
        }
    }

    @Test("standard output that cannot be written ends in 2 with the reason, whatever the command")
    func output() async throws {
        try await EmptyFolder.with { folder in
            try folder.write("a.sql", "CREATE TABLE a (id int);")
            try folder.write("b.sql", "CREATE TABLE b (id int);")
            for command in ["diff --from a.sql --to b.sql --exit-code", "snapshot a.sql", "--help", "--version"] {
                let full = try await folder.shell("$PLUMB \(command) > /dev/full")
                #expect(full.status == 2 && full.errors.contains("No space left on device"), "\(command): \(full)")
                let closed = try await folder.shell("$PLUMB \(command) >&-")
                #expect(closed.status == 2 && closed.errors.contains("Bad file descriptor"), "\(command): \(closed)")
            }
            let gone = try await folder.shell("$PLUMB diff --from a.sql --to b.sql | head -0; exit ${PIPESTATUS[0]}")
            #expect(gone.status == 2 && gone.errors.contains("Broken pipe"), "\(gone)")
        }
    }
}
