import SchemaModel

/// A composite type: a row of named fields.
///
///     static let address = CompositeType("address", fields: Field("street", .text), Field("zip", .varchar(10)))
///     let home = Column("home", .composite(address))
public final class CompositeType: UserType, DeclaredObject {
    public let name: String
    let fields: [Field]
    let comment: String?
    let location: SourceLocation
    let earlierNames: [String]

    /// `CREATE TYPE name AS (…)`.
    public init(
        _ name: String, fields: Field..., comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.fields = fields
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
    }

    private init(_ other: CompositeType, earlierNames: [String]) {
        name = other.name
        fields = other.fields
        comment = other.comment
        location = other.location
        self.earlierNames = earlierNames
    }

    /// The type, which had these names before, the oldest first.
    public func renamed(from names: String...) -> CompositeType {
        CompositeType(self, earlierNames: earlierNames + names)
    }

    public var declaration: ObjectDeclaration {
        ObjectDeclaration(
            id: { schema, _ in ObjectID(.compositeType, schema: schema, self.name) },
            lower: { lowering, id in lowering.compositeType(self, id: id) })
    }
}

/// A field of a ``CompositeType``.
public struct Field: Sendable {
    let name: String
    let type: TypeName

    /// A field of this name and type.
    public init<Value>(_ name: String, _ type: ColumnType<Value>) {
        self.name = name
        self.type = type.name
    }
}

/// A range type over an ordered type; PostgreSQL makes a multirange type with it.
///
///     static let floatRange = RangeType("float_range", of: .doublePrecision)
public final class RangeType<Bound: SQLValue>: UserType, DeclaredObject {
    public let name: String
    let subtype: TypeName
    let difference: SQLFragment?
    let multirange: String?
    let comment: String?
    let location: SourceLocation
    let earlierNames: [String]

    /// `CREATE TYPE name AS RANGE (SUBTYPE = …)`.
    ///
    /// - Parameters:
    ///   - difference: the function that gives the distance of two values: SUBTYPE_DIFF.
    ///   - multirange: the name of the multirange type, where it is not PostgreSQL's choice.
    public init(
        _ name: String, of subtype: ColumnType<Bound>, difference: SQLFragment? = nil, multirange: String? = nil,
        comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.subtype = subtype.name
        self.difference = difference
        self.multirange = multirange
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
    }

    private init(_ other: RangeType, earlierNames: [String]) {
        name = other.name
        subtype = other.subtype
        difference = other.difference
        multirange = other.multirange
        comment = other.comment
        location = other.location
        self.earlierNames = earlierNames
    }

    /// The type, which had these names before, the oldest first.
    public func renamed(from names: String...) -> RangeType { RangeType(self, earlierNames: earlierNames + names) }

    public var declaration: ObjectDeclaration {
        ObjectDeclaration(
            id: { schema, _ in ObjectID(.rangeType, schema: schema, self.name) },
            lower: { lowering, id in
                lowering.rangeType(
                    id, self.subtype, difference: self.difference, multirange: self.multirange, comment: self.comment,
                    self.location)
            })
    }
}

extension ColumnType where Value == Opaque {
    /// A composite type of this declaration.
    public static func composite(_ type: CompositeType) -> ColumnType<Opaque> { ColumnType(TypeName(fragment: "\(type)")) }
}

extension ColumnType {
    /// A range type of this declaration.
    public static func range<Bound>(_ type: RangeType<Bound>) -> ColumnType<SQLRange<Bound>> where Value == SQLRange<Bound> {
        ColumnType(TypeName(fragment: "\(type)"))
    }
}

extension Lowering {
    fileprivate mutating func compositeType(_ type: CompositeType, id: ObjectID) {
        claim(id.name, in: Self.relationSpace(id.schema ?? ""), as: "type", type.location)
        var dependencies: Set<ObjectID> = []
        var fields: [Value] = []
        for field in type.fields {
            nameLength(field.name, "field of \(id.path)", type.location)
            let text = self.type(field.type.fragment, of: "Field '\(field.name)' of \(id.path)", type.location)
            dependencies.formUnion(text.dependencies)
            fields.append(.object(["name": .text(field.name), "type": .text(text.text)]))
        }
        add(Fact(id, [.viewColumns: fields.isEmpty ? .null : .list(fields)], dependencies: dependencies, origin: type.location))
        comment(type.comment, on: id, type.location)
    }

    fileprivate mutating func rangeType(
        _ id: ObjectID, _ subtype: TypeName, difference: SQLFragment?, multirange: String?, comment: String?,
        _ location: SourceLocation
    ) {
        claim(id.name, in: Self.relationSpace(id.schema ?? ""), as: "type", location)
        let type = self.type(subtype.bare, of: "Range type \(id.path)", location)
        var fact = Fact(id, [.subtype: .text(type.text)], dependencies: type.dependencies, origin: location)
        if let difference {
            let text = sql(difference, in: "Range type \(id.path)", location)
            fact[.subtypeDifference] = .text(text.text)
            fact.dependencies.formUnion(text.dependencies)
        }
        fact[.multirange] = multirange.map { .texts([id.schema ?? "", $0]) }
        add(fact)
        self.comment(comment, on: id, location)
    }
}
