import Plumbline
import ServiceLifecycle
import TodoSchema

/// Reminds a user of what is still to do, again and again.
public struct Reminder: Service {
    private let settings: ConnectionSettings
    private let email: String
    private let interval: Duration
    private let library: QueryLibrary
    private let remind: @Sendable (String) async -> Void

    /// A reminder for one user.
    /// - Throws: if the declared queries contradict themselves.
    public init(
        _ settings: ConnectionSettings, of email: String, every interval: Duration,
        remind: @escaping @Sendable (String) async -> Void
    ) throws {
        self.settings = settings
        self.email = email
        self.interval = interval
        self.remind = remind
        library = try QueryLibrary([Todos.queries])
    }

    /// Runs until the service group shuts down.
    public func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    for todo in try await openTodos() { await remind(todo) }
                    try await Task.sleep(for: interval)
                }
            }
        } catch {
            // The shutdown interrupts a query or a pause on purpose.
            guard Task.isShuttingDownGracefully else { throw error }
        }
    }

    /// The rows of the declared query; its outputs have the types that are declared.
    private func openTodos() async throws -> [String] {
        let query = Todos.openTodos
        return try await PostgresConnection.with(settings) { connection in
            let rows = try await library.run(query, on: connection) { [$0.email.value(email)] }
            return try rows.map { "\(try $0[query.title]) (\(try $0[query.priority]))" }
        }
    }
}
