package import SchemaModel

/// The names that tables and columns have in the live database while a plan's own renames have not run.
package struct EarlierNames: Sendable, Hashable {
    private let renames: [Rename]

    /// - Parameter renames: in the order in which they run.
    package init(_ renames: [Rename]) { self.renames = renames.reversed() }

    func table(_ id: ObjectID) -> ObjectID {
        renames.reduce(id) { id, rename in
            guard let old = rename.from.object, let new = rename.to.object else { return id }
            if new == id { return old }
            guard let schema = id.schema, new == .schema(schema) else { return id }
            return ObjectID(id.kind, schema: old.name, id.name, signature: id.signature)
        }
    }

    /// The name of a column whose table is given as it is called after the renames: a rename of a column says so too.
    func column(_ id: ObjectID) -> String {
        renames.reduce(id) { id, rename in
            guard let old = rename.from.object, rename.to.object == id else { return id }
            return old
        }.name
    }
}
