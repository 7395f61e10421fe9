import SchemaModel

/// A role by name; ``everyone`` is PostgreSQL's PUBLIC.
public struct Role: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The role's name.
    public let name: String
    public init(stringLiteral value: String) { name = value }

    /// `PUBLIC`: every role.
    public static let everyone: Role = "PUBLIC"
    /// Supabase's role of callers who have not signed in.
    public static let anon: Role = "anon"
    /// Supabase's role of callers who have signed in.
    public static let authenticated: Role = "authenticated"
    /// Supabase's role of trusted servers; row-level security does not hold for it.
    public static let serviceRole: Role = "service_role"
    /// PostgreSQL's own role of those who read everything and write nothing, such as checks.
    public static let readAllData: Role = "pg_read_all_data"
}

/// Row-level security is switched on.
public struct RowSecurity: TableItem {
    let forced: Bool
    public var declared: DeclaredItem { DeclaredItem(.rowSecurity(self)) }

    /// Rows are visible by policy only.
    public static let enabled = RowSecurity(forced: false)
    /// The same, for the table's owner too.
    public static let forced = RowSecurity(forced: true)
}

/// A policy of row-level security.
public struct Policy: TableItem {
    let name: String
    let command: PolicyCommand
    let roles: [Role]
    let restrictive: Bool
    let using: Predicate?
    let withCheck: Predicate?
    /// Earlier names, the oldest first.
    public var earlierNames: [String] = []
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.policy(self)) }

    /// A policy: `Policy("own rows", for: .select, to: .authenticated, using: Predicate(sql: "\(owner) = auth.uid()"))`.
    @inline(never)
    public init(
        _ name: String, for command: PolicyCommand = .all, to roles: Role..., restrictive: Bool = false,
        using: Predicate? = nil, withCheck: Predicate? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.command = command
        self.roles = roles.isEmpty ? [.everyone] : roles
        self.restrictive = restrictive
        self.using = using
        self.withCheck = withCheck
        location = SourceLocation(filePath: file, line: line)
    }
}

/// The command that a policy applies to.
public enum PolicyCommand: String, Sendable { case all, select, insert, update, delete }

/// A privilege on an object.
public struct Privilege: Hashable, Sendable {
    let name: String
    private init(_ name: String) { self.name = name }

    /// `SELECT`.
    public static let select = Privilege("SELECT")
    /// `INSERT`.
    public static let insert = Privilege("INSERT")
    /// `UPDATE`.
    public static let update = Privilege("UPDATE")
    /// `DELETE`.
    public static let delete = Privilege("DELETE")
    /// `TRUNCATE`.
    public static let truncate = Privilege("TRUNCATE")
    /// `REFERENCES`: foreign keys to the table.
    public static let references = Privilege("REFERENCES")
    /// `TRIGGER`: triggers on the table.
    public static let trigger = Privilege("TRIGGER")
    /// `USAGE` of a schema, a sequence or a type.
    public static let usage = Privilege("USAGE")
    /// `CREATE` in a schema.
    public static let create = Privilege("CREATE")
    /// `EXECUTE` of a function.
    public static let execute = Privilege("EXECUTE")
}

/// GRANT. What is not granted in the declaration is revoked, except what an object's kind grants to PUBLIC by itself.
public struct Grant: TableItem {
    let privileges: [Privilege]
    let roles: [Role]
    let columns: [any AnyColumn]
    let serial: ColumnBox?
    let grantOption: Bool
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.grant(self)) }

    /// Privileges given to roles, on all of the object or on some columns of it.
    @inline(never)
    public init(
        _ privileges: Privilege..., to roles: Role..., on columns: [any AnyColumn] = [], grantOption: Bool = false,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.privileges = privileges
        self.roles = roles
        self.columns = columns
        serial = nil
        self.grantOption = grantOption
        location = SourceLocation(filePath: file, line: line)
    }

    /// Privileges on the sequence of a serial column: whoever inserts needs USAGE on it.
    @inline(never)
    public init(
        _ privileges: Privilege..., to roles: Role..., onSequenceOf column: any AnyColumn,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.privileges = privileges
        self.roles = roles
        columns = []
        serial = column.box
        grantOption = false
        location = SourceLocation(filePath: file, line: line)
    }

    init(_ privilege: Privilege, to role: Role, location: SourceLocation) {
        privileges = [privilege]
        roles = [role]
        columns = []
        serial = nil
        grantOption = false
        self.location = location
    }
}
