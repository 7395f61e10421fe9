import SchemaModel

/// The expression of a generated column, in the body of its table, where it can refer to the table's columns.
///
///     final class Line: Table, Sendable {
///         let price = Column("price", .numeric).notNull()
///         let quantity = Column("quantity", .integer).notNull()
///         let total = Column("total", .numeric)
///         var body: TableBody { Generated(total, as: "\(price) * \(quantity)") }
///     }
public struct Generated: TableItem {
    let column: ColumnBox
    let expression: SQLFragment
    let kind: GeneratedKind
    let location: SourceLocation
    public var declared: DeclaredItem { DeclaredItem(.generated(self)) }

    /// The column is generated from an expression over the others: `GENERATED ALWAYS AS (…)`.
    @inline(never)
    public init(
        _ column: any AnyColumn, as expression: SQLFragment, _ kind: GeneratedKind = .stored, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        self.column = column.box
        self.expression = expression
        self.kind = kind
        location = SourceLocation(filePath: file, line: line)
    }
}
