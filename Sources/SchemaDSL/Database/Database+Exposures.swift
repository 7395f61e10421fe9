package import SchemaModel

/// The marks of a database's columns, which facts do not carry: they are for people and outputs, not for the server.
package struct DeclaredExposures: Sendable {
    /// Of what the project owns.
    package var owned: [ObjectID: Exposure] = [:]
    /// Of the tables of other applications, shape by shape, as ``DeclaredDatabase/shapes`` has them.
    package var shapes: [[ObjectID: Exposure]] = []
}

extension Database {
    package var exposures: DeclaredExposures {
        let names = names
        var found = DeclaredExposures()
        for schema in schemas {
            for relation in schema.tables.map({ $0 as any Relation }) + schema.views {
                guard let id = names.id(of: relation) else { continue }
                found.owned.merge(Self.exposures(of: relation, id)) { first, _ in first }
            }
        }
        for schema in external {
            for shape in schema.shapes {
                let marks = shape.tables.map { Self.exposures(of: $0, .table(schema.name, $0.name)) }
                found.shapes.append(marks.reduce(into: [:]) { all, own in all.merge(own) { first, _ in first } })
            }
        }
        return found
    }

    private static func exposures(of relation: any Relation, _ id: ObjectID) -> [ObjectID: Exposure] {
        let marked = relation.columns.compactMap { column in
            column.exposure.map { (ObjectID.column(column.name, of: id), $0) }
        }
        return Dictionary(marked, uniquingKeysWith: { first, _ in first })
    }
}

extension Database {
    /// The tables that are declared, by their place; of a table with several shapes, the first.
    package var relations: [ObjectID: any Relation] {
        let names = names
        var found: [ObjectID: any Relation] = [:]
        for schema in schemas {
            for table in schema.tables {
                if let id = names.id(of: table) { found[id] = table }
            }
        }
        for schema in external {
            for table in schema.shapes.flatMap(\.tables) where found[.table(schema.name, table.name)] == nil {
                found[.table(schema.name, table.name)] = table
            }
        }
        return found
    }
}
