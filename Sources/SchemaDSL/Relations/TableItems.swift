import SchemaModel

/// COMMENT ON the table, view or materialized view in whose body it stands.
public struct TableComment: TableItem {
    let text: String
    public var declared: DeclaredItem { DeclaredItem(.comment(self)) }
    /// `COMMENT ON TABLE`, with this text.
    public init(_ text: String) { self.text = text }
}

/// A setting of the table as a whole.
public struct TableSetting: TableItem {
    let kind: Kind
    public var declared: DeclaredItem { DeclaredItem(.setting(self)) }

    enum Kind: Sendable {
        case unlogged
        case option(String, String)
        case replicaIdentity(ReplicaIdentity)
    }

    /// Not written to the log: gone after a crash.
    public static let unlogged = TableSetting(kind: .unlogged)
    /// A storage parameter, such as `fillfactor`.
    public static func option(_ name: String, _ value: String) -> TableSetting { TableSetting(kind: .option(name, value)) }
    /// The part of an old row that is published.
    public static func replicaIdentity(_ identity: ReplicaIdentity) -> TableSetting {
        TableSetting(kind: .replicaIdentity(identity))
    }
}

/// The part of an old row that logical replication sends.
public enum ReplicaIdentity: Sendable {
    /// `REPLICA IDENTITY FULL`: the whole old row.
    case full
    /// `REPLICA IDENTITY NOTHING`.
    case nothing
    /// `REPLICA IDENTITY USING INDEX`, with the index of this name.
    case index(String)

    var text: String {
        switch self {
        case .full: "full"
        case .nothing: "nothing"
        case .index: "index"
        }
    }
}

/// The table is partitioned.
public struct Partitioned: TableItem {
    let method: PartitionMethod
    let keys: [IndexKey]
    let partitions: PartitionOwnership
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.partitioned(self)) }

    /// Partitions by range, list or hash of keys; `partitions` says who makes them.
    public init(
        by method: PartitionMethod, _ keys: any IndexElement..., partitions: PartitionOwnership = .declared,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.method = method
        self.keys = keys.map(\.indexKey)
        self.partitions = partitions
        location = SourceLocation(filePath: file, line: line)
    }
}

/// The maker of a table's partitions: migrations, or a job.
public enum PartitionOwnership: Sendable {
    /// Migrations, and nobody else: a partition that is not declared is drift.
    case declared
    /// A job makes and retires them at run time: those that are not declared are neither compared nor dropped.
    case managed
}

/// How rows are dealt to partitions.
public enum PartitionMethod: String, Sendable {
    /// `PARTITION BY RANGE`.
    case range = "RANGE"
    /// `PARTITION BY LIST`.
    case list = "LIST"
    /// `PARTITION BY HASH`.
    case hash = "HASH"
}

/// A partition of a table; it has that table's columns.
public final class Partition: SchemaObject {
    public let name: String
    let parent: any Table
    let bound: PartitionBound
    let rowSecurity: RowSecurity?
    let comment: String?
    let location: SourceLocation
    let earlierNames: [String]

    /// A partition. Row-level security of the table does not hold for who names the partition itself: it has its own.
    public init(
        _ name: String, of parent: any Table, _ bound: PartitionBound, rowSecurity: RowSecurity? = nil,
        comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.parent = parent
        self.bound = bound
        self.rowSecurity = rowSecurity
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
    }

    private init(_ other: Partition, earlierNames: [String]) {
        name = other.name
        parent = other.parent
        bound = other.bound
        rowSecurity = other.rowSecurity
        comment = other.comment
        location = other.location
        self.earlierNames = earlierNames
    }

    /// The partition, which had these names before, the oldest first.
    public func renamed(from names: String...) -> Partition {
        Partition(self, earlierNames: earlierNames + names)
    }
}

/// Which rows are in a partition.
public enum PartitionBound: Sendable {
    /// From (inclusive) to (exclusive), as literals in SQL: `.range(from: "'2026-01-01'", to: "'2026-02-01'")`.
    case range(from: SQLFragment, to: SQLFragment)
    /// `FOR VALUES IN`, with these values.
    case list(SQLFragment)
    /// `FOR VALUES WITH (MODULUS, REMAINDER)`.
    case hash(modulus: Int, remainder: Int)
    /// `DEFAULT`: the rows that no other partition takes.
    case `default`
    /// The bound as the catalog writes it: `FOR VALUES FROM ('a', 1) TO ('b', 1)`.
    case sql(SQLFragment)

    var fragment: SQLFragment {
        switch self {
        case .range(let from, let to): "FOR VALUES FROM (\(from)) TO (\(to))"
        case .list(let values): "FOR VALUES IN (\(values))"
        case .hash(let modulus, let remainder):
            SQLFragment(verbatim: "FOR VALUES WITH (modulus \(modulus), remainder \(remainder))")
        case .default: "DEFAULT"
        case .sql(let bound): bound
        }
    }
}
