public import SchemaModel

/// A schema with what is declared in it.
public struct Schema: Sendable {
    let name: String
    let ownership: Ownership
    let types: [any UserType]
    let sequences: [DatabaseSequence]
    let tables: [any Table]
    let partitions: [Partition]
    let views: [any AnyView]
    let functions: [Function]
    let objects: [any DeclaredObject]
    let sql: [RawSQL]
    let grants: [Grant]
    let comment: String?
    let location: SourceLocation
    private(set) var earlierNames: [String] = []

    /// The part of the schema that the project owns.
    public enum Ownership: Sendable {
        /// All that is in it: what is not declared is dropped.
        case everything
        /// Only what is declared; the schema and the rest belong to another application.
        case declaredObjects
    }

    /// A schema. `types` are ``EnumType``, ``Domain``, ``CompositeType`` and ``RangeType``; `views` are ``View`` and ``MaterializedView``, in an order in which
    /// each can be created. `objects` are all that is no table, view, type, sequence or function, such as ``Aggregate``;
    /// `sql` is for what has no word here.
    public init(
        _ name: String, ownership: Ownership = .everything, types: [any UserType] = [], sequences: [DatabaseSequence] = [],
        tables: [any Table] = [], partitions: [Partition] = [], views: [any AnyView] = [], functions: [Function] = [],
        objects: [any DeclaredObject] = [], sql: [RawSQL] = [], grants: [Grant] = [], comment: String? = nil,
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        self.name = name
        self.ownership = ownership
        self.types = types
        self.sequences = sequences
        self.tables = tables
        self.partitions = partitions
        self.views = views
        self.functions = functions
        self.objects = objects
        self.sql = sql
        self.grants = grants
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
    }

    /// The names that the schema had before, the oldest first. All that is in it comes along.
    public func renamed(from names: String...) -> Schema {
        var copy = self
        copy.earlierNames += names
        return copy
    }
}

/// A schema of another application: its tables are verified, never altered.
public struct ExternalSchema: Sendable {
    let name: String
    let owner: String
    let shapes: [Shape]
    let location: SourceLocation

    /// The shapes that the schema can have, the usual one first. Our objects must fit each of them.
    public init(
        _ name: String, owner: String, shapes: [Shape], file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.owner = owner
        self.shapes = shapes
        location = SourceLocation(filePath: file, line: line)
    }

    /// One shape: the tables as one version of the application has them.
    public struct Shape: Sendable {
        let name: String
        let tables: [any Table]
        let functions: [Function]

        /// A table as its owner declares it.
        public init(_ name: String, tables: [any Table], functions: [Function] = []) {
            self.name = name
            self.tables = tables
            self.functions = functions
        }
    }
}

/// Indexes of ours on a table of another application, which is not altered otherwise.
public struct Additions: Sendable {
    let table: any Table
    let body: TableBody

    /// Items that the project adds to a table which somebody else owns.
    public init(to table: any Table, @TableBodyBuilder _ body: () -> TableBody) {
        self.table = table
        self.body = body()
    }
}

/// A database with what the project declares in it.
public struct Database: Sendable {
    /// The name that commands, folders and reports call the database by.
    public let name: String
    package let platform: Platform
    package let schemas: [Schema]
    let extensions: [Extension]
    let external: [ExternalSchema]
    let additions: [Additions]
    let cronJobs: [CronJob]
    let publications: [Publication]
    let referenceRows: [ReferenceRows]
    let sql: [RawSQL]
    let roles: [Role]

    /// A database; ``declared()`` turns it into facts.
    ///
    /// - Parameters:
    ///   - sql: what has no word here and belongs to no schema, such as an event trigger.
    ///   - roles: the roles that grants and policies may name. They belong to the whole server and are made by its administrator; scratch
    ///     servers get them by themselves. Where some are listed, a grant to another one is an error.
    public init(
        _ name: String, platform: Platform = .plain, extensions: [Extension] = [], external: [ExternalSchema] = [],
        schemas: [Schema] = [], additions: [Additions] = [], cronJobs: [CronJob] = [],
        publications: [Publication] = [], referenceRows: [ReferenceRows] = [], sql: [RawSQL] = [], roles: [Role] = []
    ) {
        self.name = name
        self.platform = platform
        self.extensions = extensions
        self.external = external
        self.schemas = schemas
        self.additions = additions
        self.cronJobs = cronJobs
        self.publications = publications
        self.referenceRows = referenceRows
        self.sql = sql
        self.roles = roles
    }
}
