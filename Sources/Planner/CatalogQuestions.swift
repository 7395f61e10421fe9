import SchemaModel

/// Expressions that ask the catalog; every guard of a step is made of these.
enum Question {
    static func relation(_ schema: String?, _ name: String) -> String {
        "to_regclass(\(SQL.literal(SQL.qualified(schema, name))))"
    }

    static func relation(_ id: ObjectID) -> String { relation(id.enclosingSchema, id.name) }

    static func type(_ id: ObjectID) -> String { "to_regtype(\(SQL.literal(SQL.qualified(id.schema, id.name))))" }

    static func function(_ id: ObjectID) -> String {
        "to_regprocedure(\(SQL.literal("\(SQL.qualified(id.schema, id.name))(\(id.signature ?? ""))")))"
    }

    static func exists(_ from: String, _ condition: String) -> String {
        "EXISTS (SELECT FROM pg_catalog.\(from) WHERE \(condition))"
    }

    static func column(_ id: ObjectID, where condition: String? = nil) -> String {
        let relation = id.parent.map(Question.relation) ?? "NULL"
        return exists(
            "pg_attribute a",
            "a.attrelid = \(relation) AND a.attname = \(SQL.literal(id.name)) AND NOT a.attisdropped"
                + (condition.map { " AND \($0)" } ?? ""))
    }

    static func exists(_ id: ObjectID) -> String { Rule.all[id.kind]?.exists(id) ?? "true" }

    static func role(_ name: String) -> String {
        name == "PUBLIC" ? "0::oid" : "to_regrole(\(SQL.literal(SQL.identifier(name))))::oid"
    }

    static func not(_ expression: String) -> String {
        expression.hasPrefix("to_reg") && expression.hasSuffix("IS NOT NULL")
            ? expression.replacing("IS NOT NULL", with: "IS NULL") : "NOT \(expression)"
    }
}

extension ObjectID {
    /// The name as SQL, with its schema: what stands after the kind in a statement.
    var sql: String {
        switch kind {
        case .index: SQL.qualified(parent?.enclosingSchema, name)
        case .function: "\(SQL.qualified(schema, name))(\(signature ?? ""))"
        default: SQL.qualified(schema, name)
        }
    }
}
