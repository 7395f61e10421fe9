import SchemaModel

/// An enum type, its labels in order.
public final class EnumType: UserType {
    public let name: String
    let labels: [String]
    /// Labels that the type had, and those that take their place.
    let replaced: [String: String]
    let comment: String?
    let location: SourceLocation
    let earlierNames: [String]
    /// Labels with their earlier names.
    let earlierLabels: [(String, String)]

    /// An enum type with these labels, in this order.
    public init(
        _ name: String, _ labels: String..., comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name
        self.labels = labels
        replaced = [:]
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
        earlierLabels = []
    }

    /// The type of a Swift enum: its labels are the raw values of the cases, in order.
    ///
    /// - Parameter name: the name in PostgreSQL; nil for that of the Swift enum in snake case.
    public init<Labels: SQLEnum>(
        _ labels: Labels.Type, name: String? = nil, comment: String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) {
        self.name = name ?? Reflection.snakeCase("\(Labels.self)")
        self.labels = Labels.allCases.map(\.rawValue)
        replaced = [:]
        self.comment = comment
        location = SourceLocation(filePath: file, line: line)
        earlierNames = []
        earlierLabels = []
    }

    private init(_ other: EnumType, earlierNames: [String], earlierLabels: [(String, String)]) {
        name = other.name
        labels = other.labels
        replaced = other.replaced
        comment = other.comment
        location = other.location
        self.earlierNames = earlierNames
        self.earlierLabels = earlierLabels
    }

    /// The type, which had these names before, the oldest first.
    public func renamed(from names: String...) -> EnumType {
        EnumType(self, earlierNames: earlierNames + names, earlierLabels: earlierLabels)
    }

    /// A label that had these names before, the oldest first: the values of rows follow.
    public func renamed(label: String, from names: String...) -> EnumType {
        EnumType(self, earlierNames: earlierNames, earlierLabels: earlierLabels + names.map { (label, $0) })
    }

    private init(_ type: EnumType, replaced: [String: String]) {
        name = type.name
        labels = type.labels
        self.replaced = replaced
        comment = type.comment
        location = type.location
        earlierNames = type.earlierNames
        earlierLabels = type.earlierLabels
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
    let earlierNames: [String]

    /// A domain over a type, with its constraints.
    public init(
        _ name: String, _ type: ColumnType<Value>, notNull: Bool = false, default value: Default<Value>? = nil,
        checks: KeyValuePairs<String, SQLFragment> = [:], comment: String? = nil, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        self.name = name
        domain = DomainDeclaration(
            type: type.name, notNull: notNull, defaultValue: value?.sql, checks: checks.map { ($0.key, $0.value) },
            comment: comment, location: SourceLocation(filePath: file, line: line))
        earlierNames = []
    }

    private init(_ other: Domain, earlierNames: [String]) {
        name = other.name
        domain = other.domain
        self.earlierNames = earlierNames
    }

    /// The domain, which had these names before, the oldest first.
    public func renamed(from names: String...) -> Domain {
        Domain(self, earlierNames: earlierNames + names)
    }
}

/// A type of its own: what ``Schema`` lists as its types. Declare an ``EnumType`` or a ``Domain``.
public protocol UserType: SchemaObject {}

/// A domain over any type.
public protocol AnyDomain: UserType {
    /// The declaration of the domain.
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
public final class DatabaseSequence: SchemaObject {
    public let name: String
    let type: String
    let start: Int?
    let increment: Int?
    let minimum: Int?
    let maximum: Int?
    let cache: Int?
    let cycle: Bool
    let location: SourceLocation
    let earlierNames: [String]

    /// A sequence with these options; what is left out has PostgreSQL's default for its type.
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
        earlierNames = []
    }

    private init(_ other: DatabaseSequence, earlierNames: [String]) {
        name = other.name
        type = other.type
        start = other.start
        increment = other.increment
        minimum = other.minimum
        maximum = other.maximum
        cache = other.cache
        cycle = other.cycle
        location = other.location
        self.earlierNames = earlierNames
    }

    /// The sequence, which had these names before, the oldest first.
    public func renamed(from names: String...) -> DatabaseSequence {
        DatabaseSequence(self, earlierNames: earlierNames + names)
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
