package import PostgresClient
package import SchemaModel

/// Roles in a scratch server: they belong to the whole server, and a declaration only names them.
package enum ScratchRoles {
    /// Creates the roles that privileges and policies of a declaration name and the scratch server does not have.
    ///
    /// They cannot log in, and stay for as long as the server does.
    /// - Returns: the names of those that are new.
    @discardableResult
    package static func create(namedIn facts: [Fact], _ connection: PostgresConnection) async throws -> [String] {
        let names = names(in: facts)
        guard !names.isEmpty else { return [] }
        let rows = try await connection.query("SELECT rolname::text AS name FROM pg_catalog.pg_roles")
        let missing = names.subtracting(rows.compactMap { $0.text("name") }).sorted()
        for name in missing {
            do {
                try await connection.run(script: "CREATE ROLE \(SQL.identifier(name)) NOLOGIN")
            } catch {
                // Another scratch database of this server may have been faster.
                let isThere = [SQLState.duplicateObject, .uniqueViolation].contains(error.sqlState)
                guard isThere else { throw error }
            }
        }
        return missing
    }

    /// The roles that privileges and policies name.
    static func names(in facts: [Fact]) -> Set<String> {
        var names: Set<String> = []
        for fact in facts {
            if fact.id.kind == .grant { names.insert(fact.id.name) }
            if fact.id.kind == .defaultPrivileges { names.insert(fact.id.name) }
            if fact.id.kind == .policy { names.formUnion(fact.texts(.roles) ?? []) }
        }
        // The owner, whoever that is, has no name.
        return names.subtracting(["", "PUBLIC", "public", "CURRENT_USER", "SESSION_USER", "CURRENT_ROLE"])
    }
}
