/// A table: a final class whose stored properties are its columns.
///
///     final class Conversations: Table, Sendable {
///         let id = Column("id", .bigint).primaryKey()
///         let status = Column("status", .text).notNull()
///         var body: TableBody { Check(status.in("open", "closed")) }
///     }
public protocol Table: Relation {
    /// Constraints, indexes, policies and the rest that is not a column.
    @TableBodyBuilder var body: TableBody { get }
}

extension Table {
    public var body: TableBody { TableBody(items: []) }
}

/// The constraints, indexes and other items of a table, besides its columns.
public struct TableBody: Sendable {
    let items: [any TableItem]
}

/// One item of a ``TableBody``.
public protocol TableItem: Sendable {
    /// The item in the form that lowering reads.
    var declared: DeclaredItem { get }
}

/// A closed list of what a table's body can hold.
public struct DeclaredItem: Sendable {
    let kind: Kind

    enum Kind: Sendable {
        case check(Check)
        case unique(Unique)
        case primaryKey(PrimaryKey)
        case foreignKey(ForeignKey)
        case exclude(Exclude)
        case index(Index)
        case policy(Policy)
        case rowSecurity(RowSecurity)
        case grant(Grant)
        case trigger(Trigger)
        case partitioned(Partitioned)
        case comment(TableComment)
        case setting(TableSetting)
        case renamed(Renamed)
        case generated(Generated)
    }

    init(_ kind: Kind) { self.kind = kind }
}

/// Makes a ``TableBody`` of its items; `if` and `for` may stand among them.
@resultBuilder
public enum TableBodyBuilder {
    /// An item of the body.
    public static func buildExpression(_ item: any TableItem) -> [any TableItem] { [item] }
    /// Items that another body or a function gives.
    public static func buildExpression(_ items: [any TableItem]) -> [any TableItem] { items }
    /// The items of a block, in their order.
    public static func buildBlock(_ items: [any TableItem]...) -> [any TableItem] { items.flatMap(\.self) }
    /// The items of an `if` without an `else`.
    public static func buildOptional(_ items: [any TableItem]?) -> [any TableItem] { items ?? [] }
    /// The items of an `if` that has an `else`.
    public static func buildEither(first items: [any TableItem]) -> [any TableItem] { items }
    /// The items of an `else`.
    public static func buildEither(second items: [any TableItem]) -> [any TableItem] { items }
    /// The items of a `for` loop.
    public static func buildArray(_ items: [[any TableItem]]) -> [any TableItem] { items.flatMap(\.self) }
    /// The whole body.
    public static func buildFinalResult(_ items: [any TableItem]) -> TableBody { TableBody(items: items) }
}
