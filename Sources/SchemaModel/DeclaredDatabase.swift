/// One database as declared: raw facts, not yet normalised by a server.
///
/// The DSL makes it; a scratch database turns it into facts in the catalog's own words.
package struct DeclaredDatabase: Sendable {
    package var name: String
    package var platform: Platform
    package var scope: Scope
    /// The facts that we own, in the order of declaration.
    package var facts: [Fact]
    /// Tables of another application, as one or more shapes of the same schema; the first is the usual one.
    package var shapes: [ExternalShape]
    /// Constraints and indexes whose name was left out: the server's choice is taken, and a live object that differs
    /// only in its name is the same.
    package var unnamed: Set<ObjectID>
    /// The extensions that must be there already, since only a superuser may create them: name to the reason.
    package var requiredExtensions: [String: String]
    /// Earlier names of what is declared, the oldest first.
    package var renames: [Rename]
    /// Statements for what no declaration has a word for.
    package var rawSQL: [RawStatement]
    /// Roles that must be there, since they belong to the whole server; a scratch server gets them by itself.
    package var roles: [String]
    /// Functions whose bodies are not checked, by their names, with or without arguments: what they use comes at run time.
    package var uncheckedFunctions: Set<String> = []

    package init(
        name: String, platform: Platform = .plain, scope: Scope = Scope(), facts: [Fact] = [],
        shapes: [ExternalShape] = [], unnamed: Set<ObjectID> = [], requiredExtensions: [String: String] = [:],
        renames: [Rename] = [], rawSQL: [RawStatement] = [], roles: [String] = []
    ) {
        self.name = name
        self.platform = platform
        self.scope = scope
        self.facts = facts
        self.shapes = shapes
        self.unnamed = unnamed
        self.requiredExtensions = requiredExtensions
        self.renames = renames
        self.rawSQL = rawSQL
        self.roles = roles
    }
}

/// SQL that a declaration gives as it is. A scratch server runs it; what it makes is read from the catalog, like all the rest.
package struct RawStatement: Hashable, Sendable {
    /// One or more statements.
    package var sql: String
    /// The line of Swift that declared it.
    package var origin: SourceLocation?

    /// A statement with the line that declared it.
    package init(_ sql: String, origin: SourceLocation? = nil) {
        self.sql = sql
        self.origin = origin
    }
}

/// The objects that a project owns. Nothing else is dropped, altered or called drift.
package struct Scope: Hashable, Sendable {
    /// Schemas that are owned with all that is in them.
    package var schemas: Set<String>
    /// Single objects in schemas of others; what hangs on them (an index's comment) comes with them.
    package var objects: Set<ObjectID>
    /// Partitioned tables whose partitions come and go at run time: those that are not declared are nobody's drift.
    package var managedPartitions: Set<ObjectID>

    package init(schemas: Set<String> = [], objects: Set<ObjectID> = [], managedPartitions: Set<ObjectID> = []) {
        self.schemas = schemas
        self.objects = objects
        self.managedPartitions = managedPartitions
    }

    /// True when an object is owned, by its schema or by itself or a parent.
    package func contains(_ id: ObjectID) -> Bool {
        // Every database has the schema public. What is in it can be owned, but not the schema, its comment and its privileges.
        let isAboutPublic = id.root == .schema("public")
        if !isAboutPublic, let schema = id.enclosingSchema, schemas.contains(schema) { return true }
        var next: ObjectID? = id
        while let current = next {
            if objects.contains(current) { return true }
            next = current.parent
        }
        return false
    }
}

/// The tables of another application, which we verify and never alter.
package struct ExternalShape: Sendable {
    package var name: String
    /// The schema's role that owns the tables in a scratch database.
    package var owner: String
    package var facts: [Fact]

    package init(name: String, owner: String, facts: [Fact]) {
        self.name = name
        self.owner = owner
        self.facts = facts
    }
}

/// The surroundings of a database: the roles, schemas and extensions that its host brings.
public struct Platform: RawRepresentable, Hashable, Sendable, Codable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// PostgreSQL alone.
    public static let plain = Platform(rawValue: "plain")
    /// Roles `anon`, `authenticated`, `service_role`; schemas `extensions`, `auth` and `storage`; publication `supabase_realtime`.
    public static let supabase = Platform(rawValue: "supabase")
    /// Chatwoot's own database, its tables owned by another role.
    public static let chatwoot = Platform(rawValue: "chatwoot")
}
