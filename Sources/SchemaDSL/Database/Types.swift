import SchemaModel

/// An enum type, its labels in order.
public final class EnumType: UserType {
    public let name: String
    let labels: [String]
    /// Labels that the type had, and those that take their place.
    let replaced: [String: String]
    let comment: String?
    let location: SourceLocation

    public init(
        _ name: String, _ labels: String..., comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.labels = labels
        replaced = [:]
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
    }

    private init(_ type: EnumType, replaced: [String: String]) {
        name = type.name
        labels = type.labels
        self.replaced = replaced
        comment = type.comment
        location = type.location
    }

    /// Says which label rows get that hold one that the type no longer has. The migration that removes it keeps their old label in
    /// quarantine for the way back; without this it refuses to run while such rows exist.
    ///
    ///     static let status = EnumType("status", "open", "closed").removed("resolved", replacedBy: "closed")
    public func removed(_ label: String, replacedBy new: String) -> EnumType {
        EnumType(self, replaced: replaced.merging([label: new]) { $1 })
    }
}

/// A domain: a type with a check of its own, in which the value is called VALUE.
public final class Domain<Value: SQLValue>: AnyDomain {
    public let name: String
    public let domain: DomainDeclaration

    public init(
        _ name: String, _ type: ColumnType<Value>, notNull: Bool = false, default value: Default<Value>? = nil,
        checks: KeyValuePairs<String, SQLFragment> = [:], comment: String? = nil, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        self.name = name
        domain = DomainDeclaration(
            type: type.name, notNull: notNull, defaultValue: value?.sql, checks: checks.map { ($0.key, $0.value) },
            comment: comment, location: SourceLocation(filePath: file, line: line))
    }
}

/// A type of its own: what ``Schema`` lists as its types. Declare an ``EnumType`` or a ``Domain``.
public protocol UserType: SchemaObject {}

/// A domain over any type.
public protocol AnyDomain: UserType {
    /// What the domain is.
    var domain: DomainDeclaration { get }
}

/// Type, default and checks of a domain.
public struct DomainDeclaration: Sendable {
    let type: TypeName
    let notNull: Bool
    let defaultValue: SQLFragment?
    let checks: [(String, SQLFragment)]
    let comment: String?
    let location: SourceLocation
}

/// A sequence that no column owns.
public final class Sequence: SchemaObject {
    public let name: String
    let type: String
    let start: Int?
    let increment: Int?
    let minimum: Int?
    let maximum: Int?
    let cache: Int?
    let cycle: Bool
    let location: SourceLocation

    public init(
        _ name: String, type: SequenceType = .bigint, start: Int? = nil, increment: Int? = nil, minimum: Int? = nil,
        maximum: Int? = nil, cache: Int? = nil, cycle: Bool = false, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.type = type.rawValue
        self.start = start
        self.increment = increment
        self.minimum = minimum
        self.maximum = maximum
        self.cache = cache
        self.cycle = cycle
        location = SourceLocation(filePath: file, line: line)
    }
}

/// The type of a sequence's values.
public enum SequenceType: String, Sendable { case smallint, integer, bigint }

/// An extension.
public struct Extension: Sendable {
    let name: String
    let schema: String?
    /// Why the extension must be there already, where we do not create it.
    let required: String?
    let location: SourceLocation

    /// An extension that plans create, in a schema.
    public init(_ name: String, schema: String, file: StaticString = #filePath, line: UInt = #line) {
        self.name = name
        self.schema = schema
        required = nil
        location = SourceLocation(filePath: file, line: line)
    }

    /// An extension that must be there already, since only a superuser may create it.
    public init(required name: String, because reason: String, file: StaticString = #filePath, line: UInt = #line) {
        self.name = name
        schema = nil
        required = reason
        location = SourceLocation(filePath: file, line: line)
    }
}
