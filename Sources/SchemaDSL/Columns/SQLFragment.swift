/// A piece of SQL that refers to tables, columns and functions as Swift values, never as text.
///
///     "SELECT \(t.status), count(*) FROM \(t) WHERE \(t.category) = \(literal: name)"
///
/// A `String` cannot be interpolated without a label: `literal:` quotes a value, `identifier:` a name. What the
/// fragment refers to becomes its dependencies; names are resolved when the database is lowered.
public struct SQLFragment: Sendable, ExpressibleByStringInterpolation {
    var segments: [Segment]

    enum Segment: Sendable {
        case text(String)
        case column(ColumnBox, Qualification)
        case object(any SchemaObject)
        case type(TypeName)
        case parameter(ParameterDeclaration)
        /// A string literal with the SQL of these segments, for functions that take a name as text.
        indirect case literal([Segment])
    }

    enum Qualification: Sendable {
        case bare
        case table
        case alias(String)
    }

    public init(stringLiteral value: String) { segments = [.text(value)] }
    public init(stringInterpolation: StringInterpolation) { segments = stringInterpolation.segments }

    package init(verbatim text: String) { segments = [.text(text)] }
    init(segments: [Segment]) { self.segments = segments }

    func appending(_ text: String) -> SQLFragment { SQLFragment(segments: segments + [.text(text)]) }
    static func + (a: SQLFragment, b: SQLFragment) -> SQLFragment { SQLFragment(segments: a.segments + b.segments) }

    /// The names of columns, with commas between them.
    public static func list(_ columns: [any AnyColumn]) -> SQLFragment {
        joined(columns.map { "\($0)" }, separator: ", ")
    }

    /// Fragments with a separator between them.
    public static func joined(_ parts: [SQLFragment], separator: StaticString) -> SQLFragment {
        var segments: [Segment] = []
        for (index, part) in parts.enumerated() {
            if index > 0 { segments.append(.text("\(separator)")) }
            segments += part.segments
        }
        return SQLFragment(segments: segments)
    }

    var columns: [ColumnBox] {
        segments.compactMap { if case .column(let box, _) = $0 { box } else { nil } }
    }
}

extension SQLFragment {
    /// The parts of a string literal of SQL: text, and the objects and values that it names.
    public struct StringInterpolation: StringInterpolationProtocol {
        var segments: [Segment] = []

        public init(literalCapacity: Int, interpolationCount: Int) { segments.reserveCapacity(interpolationCount * 2 + 1) }

        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { segments.append(.text(literal)) }
        }

        /// The column's name.
        public mutating func appendInterpolation(_ column: any AnyColumn) {
            segments.append(.column(column.box, .bare))
        }

        /// The column's name behind its table's: `table.column`.
        public mutating func appendInterpolation(qualified column: any AnyColumn) {
            segments.append(.column(column.box, .table))
        }

        /// The column's name behind an alias of its table: `a.column`.
        public mutating func appendInterpolation(_ column: any AnyColumn, of alias: String) {
            segments.append(.column(column.box, .alias(alias)))
        }

        /// The schema-qualified name of a table, view, function, type or sequence.
        public mutating func appendInterpolation(_ object: any SchemaObject) { segments.append(.object(object)) }

        /// The name of a function's argument.
        public mutating func appendInterpolation(_ argument: any AnyArgument) {
            appendInterpolation(identifier: argument.argument.name)
        }

        /// Another fragment.
        public mutating func appendInterpolation(_ fragment: SQLFragment) { segments += fragment.segments }

        /// A predicate, in parentheses.
        public mutating func appendInterpolation(_ predicate: Predicate) {
            segments.append(.text("("))
            segments += predicate.sql.segments
            segments.append(.text(")"))
        }

        /// A quoted literal.
        public mutating func appendInterpolation(literal value: some SQLLiteral) {
            segments.append(.text(value.sqlLiteral))
        }

        /// A string literal with the SQL of a fragment: `to_regclass('shop."order"')`.
        package mutating func appendInterpolation(quoting fragment: SQLFragment) { segments.append(.literal(fragment.segments)) }

        /// A quoted identifier.
        public mutating func appendInterpolation(identifier name: String) {
            segments.append(.text(SQLText.identifier(name)))
        }

        /// A type.
        public mutating func appendInterpolation<V>(type: ColumnType<V>) { segments.append(.type(type.name)) }
    }
}
