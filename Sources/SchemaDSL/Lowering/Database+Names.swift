import SchemaModel

extension Database {
    /// The names of the objects and columns of this database, which turn fragments into SQL.
    package var names: Names {
        var names = Names()
        for `extension` in extensions { names.extensions[`extension`.name] = `extension`.schema }
        for schema in external {
            for shape in schema.shapes {
                for table in shape.tables { names.register(table, as: .table(schema.name, table.name)) }
            }
        }
        for schema in schemas { names.register(schema) }
        for schema in external {
            for shape in schema.shapes { for function in shape.functions { names.register(function, in: schema.name) } }
        }
        for schema in schemas { for function in schema.functions { names.register(function, in: schema.name) } }
        for schema in schemas {
            for object in schema.objects { names.register(object, as: object.declaration.id(schema.name, names)) }
        }
        return names
    }
}

extension Names {
    fileprivate mutating func register(_ schema: Schema) {
        for type in schema.types {
            if let type = type as? any DeclaredObject {
                register(type, as: type.declaration.id(schema.name, self))
                continue
            }
            let kind: ObjectKind = type is EnumType ? .enumType : .domain
            register(type, as: ObjectID(kind, schema: schema.name, type.name))
        }
        for sequence in schema.sequences {
            register(sequence, as: ObjectID(.sequence, schema: schema.name, sequence.name))
        }
        for table in schema.tables { register(table, as: .table(schema.name, table.name)) }
        for partition in schema.partitions { register(partition, as: .table(schema.name, partition.name)) }
        for view in schema.views {
            let kind: ObjectKind = view is any MaterializedView ? .materializedView : .view
            register(view, as: ObjectID(kind, schema: schema.name, view.name))
        }
    }

    fileprivate mutating func register(_ object: any SchemaObject, as id: ObjectID) {
        let key = ObjectIdentifier(object)
        guard objects[key] == nil else { return }
        objects[key] = id
        guard let relation = object as? any Relation else { return }
        for column in relation.columns where columns[column.box.key] == nil {
            columns[column.box.key] = .column(column.name, of: id)
        }
    }

    /// After the types, which signatures are written with.
    fileprivate mutating func register(_ function: Function, in schema: String) {
        let types =
            function.argumentsSQL.map { [resolve($0.signature).sql] }
            ?? function.arguments.map { argument in
                (argument.variadic ? "VARIADIC " : "") + resolve(argument.type.bare).sql
            }
        objects[ObjectIdentifier(function)] = .function(schema, function.name, types.joined(separator: ", "))
        guard case .table(let columns)? = function.returns?.kind else { return }
        for column in columns { local.insert(column.box.key) }
    }
}
