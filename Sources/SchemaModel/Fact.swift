import Foundation

/// One thing that the catalog says: the grain at which states are compared, ordered and changed.
package struct Fact: Hashable, Sendable {
    package let id: ObjectID
    /// The payload; what is not in it (or is null) has PostgreSQL's default.
    package var attributes: [Attribute: Value]
    /// The facts that this one needs to exist, beyond its parents: `pg_depend`, and the references of string bodies.
    package var dependencies: Set<ObjectID>
    /// The line of Swift that declared it; never part of a comparison.
    package var origin: SourceLocation?
    /// The catalog's own words, where the payload holds another form of them.
    package var wordings = Wordings()
    /// The texts of a declaration, where the payload holds the server's form of them.
    package var declaredTexts = Wordings()

    /// Values by attribute; never part of a comparison.
    package struct Wordings: Hashable, Sendable {
        package var values: [Attribute: Value] = [:]
        package static func == (a: Wordings, b: Wordings) -> Bool { true }
        package func hash(into hasher: inout Hasher) {}
    }

    package init(
        _ id: ObjectID, _ attributes: [Attribute: Value] = [:], dependencies: Set<ObjectID> = [],
        origin: SourceLocation? = nil
    ) {
        self.id = id
        self.attributes = attributes.filter { $0.value != .null }
        self.dependencies = dependencies
        self.origin = origin
    }

    package subscript(attribute: Attribute) -> Value? {
        get { attributes[attribute] }
        set { attributes[attribute] = newValue == .null ? nil : newValue }
    }

    package func text(_ attribute: Attribute) -> String? { attributes[attribute]?.text }
    /// The text that a statement says: the declaration's own where there is one.
    package func written(_ attribute: Attribute) -> String? {
        guard let text = text(attribute) else { return nil }
        return declaredTexts.values[attribute]?.text ?? text
    }

    package func bool(_ attribute: Attribute) -> Bool { attributes[attribute]?.bool ?? false }
    package func integer(_ attribute: Attribute) -> Int? { attributes[attribute]?.integer }
    package func texts(_ attribute: Attribute) -> [String]? { attributes[attribute]?.texts }
}

/// A place in the Swift source, relative to the package.
package struct SourceLocation: Hashable, Sendable, Codable, CustomStringConvertible {
    package let file: String
    package let line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// From `#filePath`: cut at `Sources/` or `Tests/`, so that no path of a machine gets into a report.
    package init(filePath: StaticString, line: UInt) {
        let path = "\(filePath)"
        let cut = path.range(of: "/Sources/") ?? path.range(of: "/Tests/")
        file = cut.map { String(path[path.index(after: $0.lowerBound)...]) } ?? path
        self.line = Int(line)
    }

    package var description: String { "\(file):\(line)" }
}
