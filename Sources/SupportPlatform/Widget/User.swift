import SchemaDSL

/// `user`: an agent, to whom chats, messages and notifications refer. The document refers to it and does not define it.
final class User: Table, Sendable {
    let id = Column("id", .varchar).primaryKey().default(.randomText).unmasked()
    let name = Column("name", .varchar).sensitive()
    let email = Column("email", .varchar).unique().sensitive()
    let avatar = Column("avatar", .varchar).sensitive()
    let createdAt = Column("createdAt", .timestamp).default(.now).unmasked()
    let updatedAt = Column("updatedAt", .timestamp).default(.now).unmasked()

    var body: TableBody {
        TableComment("Agents who answer chats; only the key is asked for by the document.")
        RowSecurity.enabled
        Grant(.select, .insert, .update, .delete, to: .serviceRole)
    }
}

extension Default where Value == String {
    /// The document's `uuid()`, which PostgreSQL does not have: a random UUID as text.
    static var randomText: Default { .sql("(gen_random_uuid())::text") }
}
