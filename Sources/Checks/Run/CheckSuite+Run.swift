public import PostgresClient
import SchemaDSL

extension CheckSuite {
    /// Runs the checks against a live database, in one read-only snapshot, as `plumb check` does.
    ///
    /// Checks that compare with earlier runs or with another database are skipped, and their results say so.
    ///
    /// - Parameter allowsSuperuser: True to run them as a superuser as well, who could do through a function what a read-only
    ///   transaction does not stop.
    /// - Returns: A result for every check, in the order of declaration.
    /// - Throws: ``CheckError`` for a declaration that contradicts itself and for a superuser who is not allowed;
    ///   `PostgresError` when the connection fails or is lost. A check that the server refuses has the outcome `error`.
    public func run(on settings: ConnectionSettings, allowsSuperuser: Bool = false) async throws -> CheckReport {
        let runner = CheckRunner(settings, options: CheckOptions(allowsSuperuser: allowsSuperuser))
        return try await runner.run(compiled(), database: database.name)
    }
}
