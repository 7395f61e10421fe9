import SchemaModel

extension Step {
    /// The step of a rename, which has something to do while the old name is in use.
    static func rename(
        _ rename: Rename, _ statements: [String], when precondition: Precondition, locks: [Lock] = []
    ) -> Step {
        var step = Step(.alter, rename.to.owner, title: "rename \(rename)", statements, when: precondition, locks: locks)
        step.rename = rename
        return step
    }

    /// The step that renames an object by statements of its own.
    static func rename(_ fact: Fact, to new: ObjectID, _ statements: [String], locks: [Lock] = []) -> Step {
        rename(
            Rename(from: .object(fact.id), to: .object(new)), statements, when: .pending(CatalogCheck.exists(fact.id)),
            locks: locks)
    }

    /// The step that renames an object by ALTER … RENAME TO, after ALTER … SET SCHEMA where its schema is another one; nil where the
    /// kind has no name for such a statement.
    static func rename(_ fact: Fact, to new: ObjectID, locks: [Lock] = []) -> Step? {
        let kind = fact.id.kind.definition
        var id = fact.id
        var statements: [String] = []
        if id.schema != new.schema {
            guard let reference = kind.reference(id, fact), let schema = new.schema else { return nil }
            statements.append("ALTER \(reference) SET SCHEMA \(SQL.identifier(schema))")
            id = ObjectID(id.kind, schema: schema, id.name, signature: id.signature, parent: id.parent)
        }
        if id.name != new.name {
            guard let reference = kind.reference(id, fact) else { return nil }
            statements.append("ALTER \(reference) RENAME TO \(SQL.identifier(new.name))")
        }
        return statements.isEmpty ? nil : rename(fact, to: new, statements, locks: locks)
    }
}

/// The columns of views, which keep their names when the columns of their tables are renamed.
enum ViewColumns {
    /// The columns that have another name in the same place, so that CREATE OR REPLACE VIEW could not change them.
    static func renames(_ kind: ObjectKind, from: CatalogState, to: CatalogState) -> [Rename] {
        to.facts.values.filter { $0.id.kind == kind }.sorted { $0.id < $1.id }.flatMap { after -> [Rename] in
            guard let before = from[after.id] else { return [] }
            let (old, new) = (CompositeField.all(of: before), CompositeField.all(of: after))
            let pairs = zip(old, new)
            guard pairs.allSatisfy({ $0.type == $1.type }) else { return [] }
            return pairs.filter { a, b in
                a.name != b.name && !old.contains { $0.name == b.name } && !new.contains { $0.name == a.name }
            }.map { a, b in
                Rename(from: .object(.column(a.name, of: after.id)), to: .object(.column(b.name, of: after.id)))
            }
        }
    }
}
