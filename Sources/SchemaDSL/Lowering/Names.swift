package import SchemaModel

/// The names that the objects and columns of a declaration have in the database.
package struct Names: Sendable {
    var objects: [ObjectIdentifier: ObjectID] = [:]
    var columns: [ObjectIdentifier: ObjectID] = [:]
    /// Result columns of functions: they have a name and belong to no relation.
    var local: Set<ObjectIdentifier> = []
    /// Extension to schema.
    var extensions: [String: String] = [:]
    /// How the parameters of a query are written; SQL that is not a query's has none.
    var parameters: [String: String] = [:]

    /// The identity of a table, view, function or type; nil where the database does not list it.
    package func id(of object: any SchemaObject) -> ObjectID? { objects[ObjectIdentifier(object)] }

    /// The identity of a column; nil where its table is not in the database.
    package func id(of column: any AnyColumn) -> ObjectID? { columns[column.box.key] }

    /// The same names, with what the parameters of a query are written as: `$1::bigint`.
    package func writing(parameters: [String: String]) -> Names {
        var names = self
        names.parameters = parameters
        return names
    }

    /// SQL with all names written out, and what it refers to.
    package func resolve(_ fragment: SQLFragment) -> ResolvedSQL {
        var resolved = ResolvedSQL(sql: "", dependencies: [], unknown: [])
        for segment in fragment.segments { append(segment, to: &resolved) }
        return resolved
    }

    private func append(_ segment: SQLFragment.Segment, to resolved: inout ResolvedSQL) {
        switch segment {
        case .text(let text):
            resolved.sql += text
        case .object(let object):
            if let id = id(of: object) {
                resolved.sql += SQL.qualified(id.schema, id.name)
                resolved.dependencies.insert(id)
            } else {
                resolved.sql += SQL.identifier(object.name)
                resolved.unknown.append(object.name)
            }
        case .column(let box, let qualification):
            append(box, qualification, to: &resolved)
        case .parameter(let parameter):
            resolved.sql += parameters[parameter.name] ?? SQL.identifier(parameter.name)
            if parameters[parameter.name] == nil { resolved.unknown.append("the parameter \(parameter.name)") }
        case .type(let type):
            let inner = resolve(type.fragment)
            resolved.sql += inner.sql
            resolved.dependencies.formUnion(inner.dependencies)
            resolved.unknown += inner.unknown
        case .literal(let segments):
            let inner = resolve(SQLFragment(segments: segments))
            resolved.sql += SQL.literal(inner.sql)
            resolved.dependencies.formUnion(inner.dependencies)
            resolved.unknown += inner.unknown
        }
    }

    private func append(_ box: ColumnBox, _ qualification: SQLFragment.Qualification, to resolved: inout ResolvedSQL) {
        let name = SQL.identifier(box.state.name)
        let id = columns[box.key]
        if let id { resolved.dependencies.insert(id) }
        if id == nil, !local.contains(box.key) { resolved.unknown.append(box.state.name) }
        switch qualification {
        case .bare: resolved.sql += name
        case .alias(let alias): resolved.sql += "\(SQL.identifier(alias)).\(name)"
        case .table: resolved.sql += (id?.parent.map { SQL.identifier($0.name) + "." } ?? "") + name
        }
    }
}

/// A fragment with its names written out.
package struct ResolvedSQL: Sendable {
    package var sql: String
    /// The tables, columns, functions and types that it refers to.
    package var dependencies: Set<ObjectID>
    /// Names of what it refers to that the database does not declare.
    package var unknown: [String]
}
