public import PostgresClient
package import Sandbox
public import SchemaDSL
public import Testing

/// Gives each test, or each case of a test with arguments, a database of its own; see `Trait.database(of:major:)`.
public struct ScratchDatabase: TestTrait, SuiteTrait, TestScoping {
    let content: Content
    let major: Int?

    enum Content: Sendable {
        case preludes([Prelude])
        case declared(Database)
    }

    /// Each test of a suite gets its own database, not all of them one.
    public var isRecursive: Bool { true }

    @TaskLocal private static var current: ConnectionSettings?

    /// The connection to the running test's database, as superuser.
    ///
    /// - Throws: `SandboxError` outside a test with the trait `.database`.
    public static var settings: ConnectionSettings {
        get throws {
            guard let current else { throw MissingTrait() }
            return current
        }
    }

    /// Creates the database, runs the test, drops the database.
    @concurrent public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        switch content {
        case .preludes(let preludes):
            try await ScratchServer.withDatabase(preludes: preludes, major: major) { settings in
                try await Self.$current.withValue(settings) { try await function() }
            }
        case .declared(let database):
            try await ScratchServer.withDatabase(of: database, major: major) { settings in
                try await Self.$current.withValue(settings) { try await function() }
            }
        }
    }

    private struct MissingTrait: Error, CustomStringConvertible {
        let description = "This test has no database. Give it, or its suite, the trait .database(…)."
    }
}

extension Trait where Self == ScratchDatabase {
    /// A database of its own for each test, with the declared schema, its roles and a stub of pg_cron; dropped after the test.
    ///
    ///     @Test(.database(of: Shop.database)) func bookingsDoNotOverlap() async throws {
    ///         try await PostgresConnection.with(ScratchDatabase.settings) { connection in … }
    ///     }
    ///
    /// - Parameter major: the server's major version; nil for 17 or what stands in for it.
    public static func database(of database: Database, major: Int? = nil) -> ScratchDatabase {
        ScratchDatabase(content: .declared(database), major: major)
    }

    /// A database of its own for each test, dropped after it: `@Test(.database(.supabase)) func …`.
    ///
    /// - Parameters:
    ///   - preludes: what is loaded into it, in this order; none is an empty database.
    ///   - major: the server's major version; nil for 17 or what stands in for it.
    package static func database(_ preludes: Prelude..., major: Int? = nil) -> ScratchDatabase {
        ScratchDatabase(content: .preludes(preludes), major: major)
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs a test only where PostgreSQL of this major version is installed; else it is skipped, by name.
    public static func needsPostgres(_ major: Int) -> ConditionTrait {
        .enabled("PostgreSQL \(major) is not installed here: \(InstallScript.command(major: major))") {
            try await ScratchServer.isInstalled(major: major)
        }
    }

    /// Runs a test only where the server has this extension; else it is skipped, by name.
    public static func needsExtension(_ name: String, major: Int? = nil) -> ConditionTrait {
        .enabled("the PostgreSQL here has no extension \(name): \(InstallScript.command(major: major))") {
            try await ScratchServer.has(extension: name, major: major)
        }
    }
}
