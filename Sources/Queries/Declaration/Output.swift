public import PostgresClient
public import SchemaDSL
public import SchemaModel

/// A column of a query's result, with the Swift type of its values.
public struct Output<Value: PostgresDecodable>: AnyOutput {
    public let output: OutputDeclaration

    /// A column that is never NULL.
    @inline(never)
    public init(_ name: String, _ type: ColumnType<Value>) where Value: SQLValue {
        output = OutputDeclaration(name: name, type: type.bareFragment, isNullable: false, exposure: nil)
    }

    /// A column of a table, under its own name and with its mark.
    @inline(never)
    public init(_ column: Column<Value>, as name: String? = nil) where Value: SQLValue {
        output = OutputDeclaration(
            name: name ?? column.name, type: column.bareTypeFragment, isNullable: false, exposure: column.exposure)
    }

    init(_ output: OutputDeclaration) { self.output = output }

    /// The same column, which can be NULL.
    public func nullable() -> Output<Value?> {
        var output = output
        output.isNullable = true
        return Output<Value?>(output)
    }

    /// Marks values that every output may show.
    public func unmasked() -> Output { marked(.unmasked) }
    /// Marks values that no output shows. Values without a mark are masked as well.
    public func sensitive() -> Output { marked(.sensitive) }

    /// Names the figure as people read it, with its unit: `Output("approval_rate", .numeric).labeled("Approved", .percent)`.
    ///
    /// Without a label, reports make one of the name of the column.
    public func labeled(_ label: String, _ unit: FigureUnit? = nil) -> Output {
        var output = output
        output.label = label
        output.unit = unit
        return Output(output)
    }

    private func marked(_ exposure: Exposure) -> Output {
        var output = output
        output.exposure = exposure
        return Output(output)
    }
}

/// A column of a result, of any type.
public protocol AnyOutput: Sendable {
    /// The meaning of the column.
    var output: OutputDeclaration { get }
}

/// Name, type and mark of a column of a result.
public struct OutputDeclaration: Sendable {
    package let name: String
    /// The type without its length or precision.
    package let type: SQLFragment
    package internal(set) var isNullable: Bool
    /// The mark; nil where it has none, which is masked like a sensitive one.
    package internal(set) var exposure: Exposure?
    /// The name for people; nil where nobody said.
    package internal(set) var label: String?
    /// The unit of the figure; nil where nobody said.
    package internal(set) var unit: FigureUnit?
}
