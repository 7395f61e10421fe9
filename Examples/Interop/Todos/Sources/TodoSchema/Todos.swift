import Plumbline

/// The database of a to-do service, whose tables Fluent made. The tables in which Fluent keeps its own history are not declared:
/// Plumbline neither compares nor changes them.
public enum Todos {
    /// The database with all that is declared in it.
    public static let database = Database("todos", schemas: [`public`])

    static let `public` = Schema("public", types: [Priority.type], tables: [todos, users])

    static let todos = Todo()
    static let users = User()
}

enum Priority: String, SQLEnum {
    case low
    case normal
    case high

    static let type = EnumType(Priority.self, name: "priority")
}

final class Todo: Table, Sendable {
    static let relationName = "todos"

    let id = Column("id", .uuid).primaryKey()
    let title = Column("title", .text).notNull()
    let priority = Column("priority", .enum(Priority.self)).notNull()
    let userId = Column("user_id", .uuid).notNull()
    let doneAt = Column("done_at", .timestamptz)

    var body: TableBody {
        // The names that Fluent gave to its constraints stay.
        ForeignKey(userId, references: Todos.users.id, name: "fk:todos.user_id+users.id", onDelete: .cascade)
        // The first change after the import: Fluent makes no index for a foreign key.
        Index("todos_user_id_idx", on: userId)
    }
}

final class User: Table, Sendable {
    static let relationName = "users"

    let id = Column("id", .uuid).primaryKey()
    let email = Column("email", .text).notNull()
    let createdAt = Column("created_at", .timestamptz)

    var body: TableBody {
        Unique(email, name: "uq:users.email")
    }
}
