import SchemaModel

/// SQL for what the declaration has no word for: an operator, a rule, an event trigger, extended statistics.
///
///     Schema("app", tables: [orders], sql: [
///         RawSQL("CREATE STATISTICS app.orders_place ON city, zip FROM \(orders)"),
///     ])
///
/// A scratch server runs it with the rest of the declaration, and what it makes is read from the catalog. So migrations, `verify` and
/// `diff` know it like everything else; the order among the other objects is found by trying. It runs each time that the declaration
/// is loaded and never on the live database, so it should create objects and not change rows.
public struct RawSQL: Sendable {
    let sql: SQLFragment
    let location: SourceLocation

    /// One or more statements; names are written with their schema, since the `search_path` is empty.
    public init(_ sql: SQLFragment, file: StaticString = #filePath, line: UInt = #line) {
        self.sql = sql
        location = SourceLocation(filePath: file, line: line)
    }
}

extension Lowering {
    mutating func raw(_ statement: RawSQL) {
        rawSQL.append(RawStatement(sql(statement.sql, in: "RawSQL", statement.location).text, origin: statement.location))
    }

    /// A role that a grant or a policy names, where the database lists its roles.
    mutating func role(_ role: Role, _ location: SourceLocation?) {
        guard !roles.isEmpty, !roles.contains(role.name), !role.name.hasPrefix("pg_"), role != .everyone,
            !platformRoles.contains(role.name)
        else { return }
        problem(
            .unknownRole,
            "The role '\(role.name)' is not among the roles of the database (\(roles.sorted().joined(separator: ", "))). Correct the "
                + "name, or add it to `roles:`.",
            location)
    }

    private var platformRoles: Set<String> { ["postgres", "anon", "authenticated", "service_role", "authenticator"] }
}
