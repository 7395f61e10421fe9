import Foundation
import Migrator
import PostgresClient
import Sandbox
import SchemaModel
import Synchronization

/// A way to end a run by force at a given point.
enum Victim: String {
    /// The tool itself: kill -9 of its process.
    case tool
    /// The server: kill -9 of the process that works for the session, after which PostgreSQL ends all sessions and recovers from its log.
    case server
    /// Nobody: the points are counted.
    case nobody
}

/// Kills at the n-th place where statements are about to be sent.
final class Executioner: SectionWatching {
    private let victim: Victim
    private let point: Int
    private let passed = Mutex(0)

    init(_ victim: Victim, at point: Int) {
        self.victim = victim
        self.point = point
    }

    var count: Int { passed.withLock { $0 } }

    func willSend(_ connection: PostgresConnection) async throws {
        let here = passed.withLock { passed in
            passed += 1
            return passed
        }
        guard here == point else { return }
        switch victim {
        case .tool: kill(getpid(), SIGKILL)
        case .server: kill(connection.processID, SIGKILL)
        case .nobody: break
        }
    }
}

/// The tool in a process of its own: `child <folder> <live> <scratch> forward|back tool|server|nobody <point>`.
enum Child {
    static func run(_ arguments: [String]) async throws {
        guard arguments.count == 6, let victim = Victim(rawValue: arguments[4]), let point = Int(arguments[5]) else {
            throw Failure(description: "child: six arguments are needed, as Driver.run gives them")
        }
        let live = try ConnectionSettings(url: arguments[1])
        let host = try await SandboxServer.attach(to: ConnectionSettings(url: arguments[2]))
        let database = DeclaredDatabase(name: "app", scope: Scope(schemas: ["app"]))
        let project = MigrationProject(name: "crash", databases: [database], root: URL(filePath: arguments[0]))
        let executioner = Executioner(victim, at: point)
        var options = MigrateOptions(compares: false)
        options.observer = executioner
        try await PostgresConnection.with(live) { connection in
            let live = LiveDatabase(project, database, connection: connection, host: host)
            if arguments[3] == "forward" {
                _ = try await live.apply(options)
            } else {
                _ = try await live.rollBack(try await live.plannedRollbacks(to: 1), options)
            }
        }
        print("points \(executioner.count)")
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String
}
