import SchemaModel

/// A column of a table or a view: a value that indexes, constraints, policies and SQL refer to.
///
///     let status = Column("status", .text).notNull().default("open")
///
/// One pointer wide; each modifier returns a changed copy that is still the same column.
public struct Column<Value: SQLValue>: AnyColumn {
    public let box: ColumnBox

    @inline(never)
    public init(_ name: String, _ type: ColumnType<Value>, file: StaticString = #filePath, line: UInt = #line) {
        box = ColumnBox(ColumnState(name: name, type: type.name, location: SourceLocation(filePath: file, line: line)))
    }

    init(box: ColumnBox) { self.box = box }

    @inline(never)
    func changed(_ change: (inout ColumnState) -> Void) -> Column {
        Column(box: box.changed(change))
    }
}

/// A column of any type.
public protocol AnyColumn: IndexElement {
    /// The state that all copies of the column share.
    var box: ColumnBox { get }
}

extension AnyColumn {
    /// The column's name.
    public var name: String { box.state.name }
    /// The column's type without its length or precision.
    public var bareTypeFragment: SQLFragment { box.state.type.bare }
}

/// The storage behind a ``Column``.
public final class ColumnBox: Sendable {
    let state: ColumnState
    let identity: Identity

    /// Shared by all copies that modifiers made of one column.
    final class Identity: Sendable {}

    init(_ state: ColumnState, identity: Identity = Identity()) {
        self.state = state
        self.identity = identity
    }

    func changed(_ change: (inout ColumnState) -> Void) -> ColumnBox {
        var state = state
        change(&state)
        return ColumnBox(state, identity: identity)
    }

    var key: ObjectIdentifier { ObjectIdentifier(identity) }
}

struct ColumnState: Sendable {
    var name: String
    var type: TypeName
    var location: SourceLocation
    var notNull = false
    var defaultValue: SQLFragment?
    var identity: IdentityKind?
    var identityOptions = IdentityOptions()
    var generated: SQLFragment?
    var generatedKind: GeneratedKind = .stored
    var collation: String?
    var storage: String?
    var compression: String?
    var statisticsTarget: Int?
    var comment: String?
    var backfill: SQLFragment?
    var backfillMode: BackfillMode = .inBatches
    var backfillFiresTriggers = true
    var conversion: SQLFragment?
    var reverseConversion: SQLFragment?
    var primaryKey = false
    var exposure: Exposure?
    var earlierNames: [String] = []
    var items: [any TableItem] = []
}

/// How an identity column takes values of its own.
public enum IdentityKind: String, Sendable {
    case always = "always"
    case byDefault = "by default"
}

/// Where the value of a generated column is.
public enum GeneratedKind: String, Sendable {
    case stored
    /// PostgreSQL 18 and later.
    case virtual
}
