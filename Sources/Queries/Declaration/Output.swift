public import PostgresClient
public import SchemaDSL

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
    public func `public`() -> Output { marked(.public) }
    /// Marks values that no output shows; so are those that are not marked.
    public func personal() -> Output { marked(.personal) }

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
    public let name: String
    /// The type without its length or precision.
    public let type: SQLFragment
    public internal(set) var isNullable: Bool
    /// Its mark; nil where it has none, which is shown as little as a personal value.
    public internal(set) var exposure: Exposure?
}
