public import Checks
public import Queries
public import SchemaDSL
import Foundation
import Synchronization

/// The declarations of a team: databases, checks, and a name for the migration history.
///
/// Nothing is declared until a command asks: `plumb --help` and a `plumb diff` of two URLs build no declaration.
///
/// ```swift
/// await Plumb.main(Project(name: "shop", databases: [Database("shop", schemas: [app])]))
/// ```
public struct Project: Sendable {
    /// The name of the project in the migration history; several projects can live in one database.
    public let name: String
    private let lazyDatabases: Lazy<[Database]>
    private let lazySuites: Lazy<[CheckSuite]>
    private let lazyQueries: Lazy<[QuerySet]>
    private let lazyAccess: Lazy<[AccessSuite]>

    /// The databases, in the order in which commands go through them.
    public var databases: [Database] { lazyDatabases.value }
    /// The suites of checks.
    public var suites: [CheckSuite] { lazySuites.value }
    /// The sets of queries and reports.
    public var queries: [QuerySet] { lazyQueries.value }
    /// The identities that `plumb access` tries on the tables.
    public var access: [AccessSuite] { lazyAccess.value }

    /// A project of this name.
    ///
    /// - Parameters:
    ///   - name: the name in the migration history.
    ///   - databases: made when a command first needs them, and once; likewise the rest.
    ///   - suites: the suites of checks.
    ///   - queries: the sets of queries and reports.
    ///   - access: the identities that `plumb access` tries on the tables of a database.
    public init(
        name: String, databases: @escaping @autoclosure @Sendable () -> [Database],
        suites: @escaping @autoclosure @Sendable () -> [CheckSuite] = [],
        queries: @escaping @autoclosure @Sendable () -> [QuerySet] = [],
        access: @escaping @autoclosure @Sendable () -> [AccessSuite] = []
    ) {
        self.name = name
        lazyDatabases = Lazy(databases)
        lazySuites = Lazy(suites)
        lazyQueries = Lazy(queries)
        lazyAccess = Lazy(access)
    }
}

extension Project {
    /// A project without declarations in Swift: `plumbline.yml` names its databases and their files of SQL.
    public static let sqlFiles = Project(name: "", databases: [])

    /// True where the `plumbline.yml` of the current folder declares databases by files of SQL.
    public static func isDeclaredInSQLFiles() -> Bool {
        let folder = URL(filePath: FileManager.default.currentDirectoryPath)
        // A file that cannot be read is reported by the command that needs it.
        guard let configuration = try? Configuration.read(in: folder) else { return false }
        return configuration.schema != nil || configuration.databases?.values.contains { $0.schema != nil } == true
    }
}

/// A value that is made when it is first asked for, and once.
private final class Lazy<Value: Sendable>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let make: @Sendable () -> Value

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    var value: Value {
        made.withLock { made in
            if let made { return made }
            let value = make()
            made = value
            return value
        }
    }
}
