import SchemaModel

/// A publication of logical replication.
public struct Publication: Sendable {
    let name: String
    let owned: Bool
    let allTables: Bool
    let tables: [PublishedTable]
    let operations: [PublishedOperation]
    let viaRoot: Bool
    let location: SourceLocation
    private(set) var earlierNames: [String] = []

    /// A publication of ours. `viaRoot` publishes changes of partitions as the partitioned table's.
    public init(
        _ name: String, tables: [PublishedTable] = [], allTables: Bool = false,
        operations: [PublishedOperation] = [.insert, .update, .delete, .truncate], viaRoot: Bool = false,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        owned = true
        self.tables = tables
        self.allTables = allTables
        self.operations = operations
        self.viaRoot = viaRoot
        location = SourceLocation(filePath: file, line: line)
    }

    /// Tables of ours in a publication that is there already, such as `supabase_realtime`.
    ///
    /// `viaRoot` publishes changes of partitions as the partitioned table's; without it a subscriber to the table gets none.
    public init(
        existing name: String, adding tables: [PublishedTable], viaRoot: Bool = false, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        self.name = name
        owned = false
        self.tables = tables
        allTables = false
        operations = []
        self.viaRoot = viaRoot
        location = SourceLocation(filePath: file, line: line)
    }

    /// The names that the publication had before, the oldest first.
    public func renamed(from names: String...) -> Publication {
        var copy = self
        copy.earlierNames += names
        return copy
    }
}

/// An operation that a publication sends.
public enum PublishedOperation: String, Sendable { case insert, update, delete, truncate }

/// A table in a publication, with the columns and rows that are sent.
public struct PublishedTable: Sendable {
    let table: any Table
    let columns: [any AnyColumn]
    let filter: Predicate?

    /// A table of a publication, with the columns and the rows that are published: all, when nothing is said.
    public init(_ table: any Table, columns: [any AnyColumn] = [], where filter: Predicate? = nil) {
        self.table = table
        self.columns = columns
        self.filter = filter
    }
}
