import SchemaModel

/// A CHECK constraint.
public struct Check: TableItem {
    let name: String?
    let predicate: Predicate
    let noInherit: Bool
    /// Earlier names, the oldest first.
    public var earlierNames: [String] = []
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.check(self)) }

    /// A check, under PostgreSQL's default name unless one is given.
    @inline(never)
    public init(_ predicate: Predicate, name: String? = nil, file: StaticString = #filePath, line: UInt = #line) {
        self.name = name
        self.predicate = predicate
        noInherit = false
        location = SourceLocation(filePath: file, line: line)
    }

    /// A check in SQL.
    @inline(never)
    public init(
        sql: SQLFragment, name: String? = nil, noInherit: Bool = false, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        self.name = name
        predicate = Predicate(sql)
        self.noInherit = noInherit
        location = SourceLocation(filePath: file, line: line)
    }
}

/// A UNIQUE constraint.
public struct Unique: TableItem {
    let name: String?
    let columns: [any AnyColumn]
    let nullsNotDistinct: Bool
    let include: [any AnyColumn]
    let deferrable: Deferrable?
    /// Earlier names, the oldest first.
    public var earlierNames: [String] = []
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.unique(self)) }

    /// A unique key of one or more columns.
    @inline(never)
    public init(
        _ columns: any AnyColumn..., name: String? = nil, nullsNotDistinct: Bool = false,
        include: [any AnyColumn] = [], deferrable: Deferrable? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.columns = columns
        self.nullsNotDistinct = nullsNotDistinct
        self.include = include
        self.deferrable = deferrable
        location = SourceLocation(filePath: file, line: line)
    }
}

/// A PRIMARY KEY of several columns; one of a single column is ``Column/primaryKey()``.
public struct PrimaryKey: TableItem {
    let name: String?
    let columns: [any AnyColumn]
    let include: [any AnyColumn]
    let deferrable: Deferrable?
    /// Earlier names, the oldest first.
    public var earlierNames: [String] = []
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.primaryKey(self)) }

    /// A primary key; its columns are NOT NULL.
    @inline(never)
    public init(
        _ columns: any AnyColumn..., name: String? = nil, include: [any AnyColumn] = [], deferrable: Deferrable? = nil,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.columns = columns
        self.include = include
        self.deferrable = deferrable
        location = SourceLocation(filePath: file, line: line)
    }
}

/// A FOREIGN KEY.
public struct ForeignKey: TableItem {
    let name: String?
    let columns: [any AnyColumn]
    let referenced: [any AnyColumn]
    let onDelete: ReferentialAction
    let onUpdate: ReferentialAction
    /// The columns that SET NULL or SET DEFAULT sets; empty for all.
    let setColumns: [any AnyColumn]
    let matchFull: Bool
    let deferrable: Deferrable?
    /// Earlier names, the oldest first.
    public var earlierNames: [String] = []
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.foreignKey(self)) }

    /// A foreign key of one column to one of the same Swift type.
    @inline(never)
    public init<Value>(
        _ column: Column<Value>, references referenced: Column<Value>, name: String? = nil,
        onDelete: ReferentialAction = .noAction, onUpdate: ReferentialAction = .noAction,
        deferrable: Deferrable? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.init(
            [column], references: [referenced], name: name, onDelete: onDelete, onUpdate: onUpdate, deferrable: deferrable,
            file: file, line: line)
    }

    /// A foreign key of several columns.
    ///
    /// - Parameters:
    ///   - setting: the columns that `onDelete:` `.setNull` or `.setDefault` sets; all of the key where it is empty.
    ///   - matchFull: MATCH FULL: all columns are NULL, or none.
    @inline(never)
    public init(
        _ columns: [any AnyColumn], references referenced: [any AnyColumn], name: String? = nil,
        onDelete: ReferentialAction = .noAction, onUpdate: ReferentialAction = .noAction,
        setting setColumns: [any AnyColumn] = [], matchFull: Bool = false, deferrable: Deferrable? = nil,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.columns = columns
        self.referenced = referenced
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.setColumns = setColumns
        self.matchFull = matchFull
        self.deferrable = deferrable
        location = SourceLocation(filePath: file, line: line)
    }
}

/// An EXCLUDE constraint.
public struct Exclude: TableItem {
    let name: String
    let definition: SQLFragment
    /// Earlier names, the oldest first.
    public var earlierNames: [String] = []
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.exclude(self)) }

    /// An exclusion, in SQL after the word EXCLUDE: `USING gist (\(room) WITH =, \(during) WITH &&)`.
    @inline(never)
    public init(_ name: String, sql: SQLFragment, file: StaticString = #filePath, line: UInt = #line) {
        self.name = name
        definition = sql
        location = SourceLocation(filePath: file, line: line)
    }
}

/// The action on a row when the row that it refers to is deleted or changes its key.
public enum ReferentialAction: String, Sendable {
    /// `NO ACTION`: refused at the end of the statement or, if deferred, of the transaction.
    case noAction = "NO ACTION"
    /// `RESTRICT`: refused at once.
    case restrict = "RESTRICT"
    /// `CASCADE`: the rows that refer to it are deleted or updated as well.
    case cascade = "CASCADE"
    /// `SET NULL`: the referring columns become NULL.
    case setNull = "SET NULL"
    /// `SET DEFAULT`: the referring columns get their defaults.
    case setDefault = "SET DEFAULT"
}

/// When a constraint is looked at.
public enum Deferrable: String, Sendable {
    /// `DEFERRABLE INITIALLY IMMEDIATE`: checked after each statement unless a transaction defers it.
    case initiallyImmediate = "DEFERRABLE"
    /// `DEFERRABLE INITIALLY DEFERRED`: checked at the end of the transaction.
    case initiallyDeferred = "DEFERRABLE INITIALLY DEFERRED"
}
