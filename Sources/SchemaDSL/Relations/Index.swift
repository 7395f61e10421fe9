import SchemaModel

/// A key of an index: a column, or a ``IndexKey`` that says more about it.
public protocol IndexElement: Sendable {
    /// The key as lowering reads it.
    var indexKey: IndexKey { get }
}

/// A key of an index with its order, operator class and collation.
public struct IndexKey: IndexElement {
    let sql: SQLFragment
    /// A bare column needs no parentheses and counts for a default name.
    let column: ColumnBox?
    var order: String?
    var nulls: String?
    var operatorClass: String?
    var collation: String?

    public var indexKey: IndexKey { self }

    /// A key that is an expression; parentheses around it are added.
    public init(sql: SQLFragment) {
        self.sql = sql
        column = nil
    }

    init(column: ColumnBox) {
        sql = SQLFragment(segments: [.column(column, .bare)])
        self.column = column
    }

    private func changed(_ change: (inout IndexKey) -> Void) -> IndexKey {
        var copy = self
        change(&copy)
        return copy
    }

    /// `DESC`.
    public var descending: IndexKey { changed { $0.order = "DESC" } }
    /// `NULLS FIRST`.
    public var nullsFirst: IndexKey { changed { $0.nulls = "NULLS FIRST" } }
    /// `NULLS LAST`.
    public var nullsLast: IndexKey { changed { $0.nulls = "NULLS LAST" } }
    /// An operator class, such as `text_pattern_ops`, in its schema unless that is `pg_catalog`.
    public func operatorClass(_ name: String, schema: String? = nil) -> IndexKey {
        changed { $0.operatorClass = SQL.qualified(schema, name) }
    }
    /// `COLLATE`, with this collation.
    public func collation(_ schema: String, _ name: String) -> IndexKey {
        changed { $0.collation = SQL.qualified(schema, name) }
    }
}

extension AnyColumn {
    public var indexKey: IndexKey { IndexKey(column: box) }
    /// The column as an element of an index, `DESC`.
    public var descending: IndexKey { indexKey.descending }
    /// The column as an element of an index, `NULLS FIRST`.
    public var nullsFirst: IndexKey { indexKey.nullsFirst }
    /// The column as an element of an index, `NULLS LAST`.
    public var nullsLast: IndexKey { indexKey.nullsLast }
    /// An operator class, such as `text_pattern_ops`, in its schema unless that is `pg_catalog`.
    public func operatorClass(_ name: String, schema: String? = nil) -> IndexKey {
        indexKey.operatorClass(name, schema: schema)
    }
}

/// An index. Plans build it concurrently on a table that exists.
public struct Index: TableItem {
    let name: String?
    let keys: [IndexKey]
    let unique: Bool
    let nullsNotDistinct: Bool
    let method: IndexMethod
    let include: [any AnyColumn]
    let predicate: Predicate?
    let comment: String?
    /// All of the definition after the name of the table, where it is given as SQL.
    let definition: SQLFragment?
    /// Earlier names, the oldest first.
    public var earlierNames: [String] = []
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.index(self)) }

    /// An index: `Index("i", on: createdAt.descending, status, where: escalated.isTrue)`.
    @inline(never)
    public init(
        _ name: String? = nil, on keys: any IndexElement..., using method: IndexMethod = .btree, unique: Bool = false,
        nullsNotDistinct: Bool = false, include: [any AnyColumn] = [], where predicate: Predicate? = nil,
        comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.keys = keys.map(\.indexKey)
        self.unique = unique
        self.nullsNotDistinct = nullsNotDistinct
        self.method = method
        self.include = include
        self.predicate = predicate
        self.comment = comment
        definition = nil
        location = SourceLocation(filePath: file, line: line)
    }

    /// An index in SQL, after the name of the table: `Index("i", sql: "USING gin (lower(\(title)) gin_trgm_ops)")`.
    @inline(never)
    public init(
        _ name: String, sql definition: SQLFragment, unique: Bool = false, comment: String? = nil, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        self.name = name
        keys = []
        self.unique = unique
        nullsNotDistinct = false
        method = .btree
        include = []
        predicate = nil
        self.comment = comment
        self.definition = definition
        location = SourceLocation(filePath: file, line: line)
    }
}

/// An access method with its storage parameters.
public struct IndexMethod: Sendable {
    let name: String
    let parameters: [(String, String)]

    init(_ name: String, _ parameters: [(String, (any CustomStringConvertible)?)] = []) {
        self.name = name
        self.parameters = parameters.compactMap { key, value in value.map { (key, $0.description) } }
    }

    /// `btree`, PostgreSQL's default.
    public static let btree = IndexMethod("btree")
    /// `btree` with storage parameters.
    public static func btree(fillfactor: Int? = nil, deduplicateItems: Bool? = nil) -> IndexMethod {
        IndexMethod("btree", [("fillfactor", fillfactor), ("deduplicate_items", deduplicateItems)])
    }
    /// `hash`, for equality only.
    public static let hash = IndexMethod("hash")
    /// `gist`, for ranges, geometry and exclusion constraints.
    public static let gist = IndexMethod("gist")
    /// `spgist`, for data that divide unevenly.
    public static let spgist = IndexMethod("spgist")
    /// `gin`, for arrays, `jsonb` and text search.
    public static let gin = IndexMethod("gin")
    /// `pendingListLimit` is in kilobytes.
    public static func gin(fastUpdate: Bool? = nil, pendingListLimit: Int? = nil) -> IndexMethod {
        IndexMethod("gin", [("fastupdate", fastUpdate), ("gin_pending_list_limit", pendingListLimit)])
    }
    /// `brin`, for large tables whose rows are stored in the order of the column.
    public static let brin = IndexMethod("brin")
    /// `brin` with storage parameters.
    public static func brin(pagesPerRange: Int? = nil, autosummarize: Bool? = nil) -> IndexMethod {
        IndexMethod("brin", [("pages_per_range", pagesPerRange), ("autosummarize", autosummarize)])
    }
    /// pgvector's inverted lists.
    public static func ivfflat(lists: Int) -> IndexMethod { IndexMethod("ivfflat", [("lists", lists)]) }
    /// pgvector's graph.
    public static func hnsw(m: Int? = nil, efConstruction: Int? = nil) -> IndexMethod {
        IndexMethod("hnsw", [("m", m), ("ef_construction", efConstruction)])
    }
    /// A method of another extension.
    public static func other(_ name: String, parameters: [String: String] = [:]) -> IndexMethod {
        IndexMethod(name, parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}
