import SchemaModel

/// A column as it is in quarantine: as text where its type or collation is one that a later migration may drop or rebuild.
struct KeptColumn {
    private let id: ObjectID
    private let fact: Fact?
    /// True when its values are kept as text.
    let isText: Bool

    init(_ id: ObjectID, in state: CatalogState) {
        self.id = id
        fact = state[id]
        isText = fact?.dependencies.contains { $0.kind.isPartOfValues } == true
    }

    private var name: String { SQL.identifier(id.name) }

    /// The column's entry in the SELECT that copies it.
    var kept: String { isText ? kept(from: name) : name }

    /// The same for an expression that has the column's values.
    func kept(from value: String) -> String {
        "\(value)\(isText ? "::text COLLATE pg_catalog.\"default\"" : "") AS \(name)"
    }

    /// Its value in a row that was kept, as one of the column's type.
    func value(in row: String) -> String {
        isText ? "\(row).\(name)::\(fact?.text(.type) ?? "text")" : "\(row).\(name)"
    }
}

/// How a migration file refers to an object that tables in quarantine may need.
package enum ReferenceOfKept: Sendable {
    /// By its qualified name.
    case name
    /// By its qualified name and the types of its arguments.
    case signature
}

extension ObjectKind {
    /// How a migration file refers to objects of this kind that tables in quarantine may need; nil where no table needs one.
    package var referenceOfKept: ReferenceOfKept? { definition.referenceOfKept }
    /// True for types and collations, without which a value cannot be stored. Those of extensions stay while quarantine has them.
    fileprivate var isPartOfValues: Bool { definition.referenceOfKept == .name || hasRows || self == .view }
}
