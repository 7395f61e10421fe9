import Plumbline

/// The open todos of a user. `plumb gate` compares the query with the declared schema.
public final class OpenTodos: Query, Sendable {
    public let email = Parameter("email", .text)
    public let title = Output("title", .text)
    public let priority = Output("priority", .text)
    public let purpose = "The open todos of a user."

    public var sql: SQLFragment {
        """
        SELECT t.\(Todos.todos.title), t.\(Todos.todos.priority)::text AS priority
        FROM \(Todos.todos) AS t JOIN \(Todos.users) AS u ON u.\(Todos.users.id) = t.\(Todos.todos.userId)
        WHERE u.\(Todos.users.email) = \(email) AND t.\(Todos.todos.doneAt) IS NULL
        ORDER BY t.\(Todos.todos.priority) DESC, t.\(Todos.todos.title)
        """
    }
}

extension Todos {
    /// The query that the service runs.
    public static let openTodos = OpenTodos()
    /// All queries.
    public static let queries = QuerySet(database, [QueryGroup("todos", [openTodos])])
    /// The project of the `plumb` command and of the guard in the service.
    public static let project = Project(name: "todos", databases: [database], queries: [queries])
}
