import SchemaModel

/// Earlier names of a table or a materialized view, in its body.
///
///     final class Purchases: Table, Sendable {
///         let id = Column("id", .bigint).primaryKey()
///         var body: TableBody { Renamed(from: "orders") }
///     }
public struct Renamed: TableItem {
    let names: [String]
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.renamed(self)) }

    /// The earlier names, the oldest first. A database that has one of them is renamed; one that has none is new.
    @inline(never)
    public init(from names: String..., file: StaticString = #filePath, line: UInt = #line) {
        self.names = names
        location = SourceLocation(filePath: file, line: line)
    }
}

/// An item of a table's body that has a name of its own, and may have had others.
public protocol RenamableItem: TableItem {
    /// The earlier names, the oldest first.
    var earlierNames: [String] { get set }
}

extension RenamableItem {
    /// The same item, which had these names before, the oldest first.
    ///
    /// An index or a constraint that differs in nothing but its name is renamed without it.
    @inline(never)
    public func renamed(from names: String...) -> Self {
        var copy = self
        copy.earlierNames += names
        return copy
    }
}

extension Check: RenamableItem {}
extension Unique: RenamableItem {}
extension PrimaryKey: RenamableItem {}
extension ForeignKey: RenamableItem {}
extension Exclude: RenamableItem {}
extension Index: RenamableItem {}
extension Policy: RenamableItem {}
extension Trigger: RenamableItem {}
