import Foundation

/// One thing that the catalog says: the grain at which states are compared, ordered and changed.
public struct Fact: Hashable, Sendable {
    public let id: ObjectID
    /// The payload; what is not in it (or is null) has PostgreSQL's default.
    public var attributes: [Attribute: Value]
    /// The facts that this one needs to exist, beyond its parents: `pg_depend`, and the references of string bodies.
    public var dependencies: Set<ObjectID>
    /// The line of Swift that declared it; never part of a comparison.
    public var origin: SourceLocation?
    /// The catalog's own words, where the payload holds another form of them.
    package var wordings = Wordings()

    /// Values by attribute; never part of a comparison.
    package struct Wordings: Hashable, Sendable {
        package var values: [Attribute: Value] = [:]
        package static func == (a: Wordings, b: Wordings) -> Bool { true }
        package func hash(into hasher: inout Hasher) {}
    }

    public init(
        _ id: ObjectID, _ attributes: [Attribute: Value] = [:], dependencies: Set<ObjectID> = [],
        origin: SourceLocation? = nil
    ) {
        self.id = id
        self.attributes = attributes.filter { $0.value != .null }
        self.dependencies = dependencies
        self.origin = origin
    }

    public subscript(attribute: Attribute) -> Value? {
        get { attributes[attribute] }
        set { attributes[attribute] = newValue == .null ? nil : newValue }
    }

    public func text(_ attribute: Attribute) -> String? { attributes[attribute]?.text }
    public func bool(_ attribute: Attribute) -> Bool { attributes[attribute]?.bool ?? false }
    public func integer(_ attribute: Attribute) -> Int? { attributes[attribute]?.integer }
    public func texts(_ attribute: Attribute) -> [String]? { attributes[attribute]?.texts }
}

/// A place in the Swift source, relative to the package.
public struct SourceLocation: Hashable, Sendable, Codable, CustomStringConvertible {
    public let file: String
    public let line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// From `#filePath`: cut at `Sources/` or `Tests/`, so that no path of a machine gets into a report.
    public init(filePath: StaticString, line: UInt) {
        let path = "\(filePath)"
        let cut = path.range(of: "/Sources/") ?? path.range(of: "/Tests/")
        file = cut.map { String(path[path.index(after: $0.lowerBound)...]) } ?? path
        self.line = Int(line)
    }

    public var description: String { "\(file):\(line)" }
}
