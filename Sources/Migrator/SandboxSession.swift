package import PostgresClient
import Sandbox

/// The session in which `plumb dev` runs the steps of a plan one by one, without a migration.
package struct SandboxSession: Sendable {
    private let connection: PostgresConnection
    private static let project = "plumb dev"

    /// Creates Plumbline's schema, whose tables and functions the steps use, and sets what a migration file sets.
    /// - Throws: `PostgresError` of the server.
    package init(_ connection: PostgresConnection) async throws {
        self.connection = connection
        try await connection.run(script: History.settings)
        let isInstalled = try await connection.query("SELECT \(History.isInstalled)").first?.text(0) == "t"
        if !isInstalled { try await connection.run(script: "BEGIN;\n\(History.install)\nCOMMIT;") }
        // A backfill goes on where one of the same section was: each update of the sandbox begins its own.
        try await connection.query("DELETE FROM plumbline.backfill WHERE project = $1", [Self.project])
        try await connection.query(
            """
            SELECT set_config('plumbline.project', $1, false), set_config('plumbline.number', '0', false),
                set_config('plumbline.direction', 'forward', false)
            """, [Self.project])
    }

    /// Runs a statement of a step.
    ///
    /// - Parameter number: the step's number in the plan.
    /// - Throws: `PostgresError` of the server.
    package func run(_ statement: String, step number: Int) async throws {
        try await connection.query("SELECT set_config('plumbline.section', $1, false)", ["\(number)"])
        try await CronStandIn.run(script: statement, connection)
    }
}
