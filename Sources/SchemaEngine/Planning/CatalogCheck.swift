import SchemaModel

/// Expressions that look something up in the catalog of a live database; the precondition of every step is made of these.
enum CatalogCheck {
    static func exists(_ id: ObjectID) -> String { id.kind.definition.exists(id) }

    static func isMissing(_ id: ObjectID) -> String {
        let expression = exists(id)
        // `x IS NOT NULL` has a negation that reads better.
        let suffix = " IS NOT NULL"
        guard let location = id.kind.definition.location(id), expression == location.oid + suffix else {
            return "NOT \(expression)"
        }
        return location.oid + " IS NULL"
    }

    static func relation(_ schema: String?, _ name: String) -> String {
        "to_regclass(\(SQL.literal(SQL.qualified(schema, name))))"
    }

    static func relation(_ id: ObjectID) -> String { relation(id.enclosingSchema, id.name) }

    static func type(_ id: ObjectID) -> String { "to_regtype(\(SQL.literal(SQL.qualified(id.schema, id.name))))" }

    static func routine(_ id: ObjectID) -> String {
        "to_regprocedure(\(SQL.literal("\(SQL.qualified(id.schema, id.name))(\(id.signature ?? ""))")))"
    }

    static func namespace(_ name: String) -> String { "to_regnamespace(\(SQL.literal(SQL.identifier(name))))" }

    static func rows(_ from: String, _ condition: String) -> String {
        "EXISTS (SELECT FROM pg_catalog.\(from) WHERE \(condition))"
    }

    /// The oid of a row that a condition finds; NULL where there is none.
    static func oid(_ from: String, _ oid: String, where condition: String) -> String {
        "(SELECT \(oid) FROM pg_catalog.\(from) WHERE \(condition))"
    }

    static func column(_ id: ObjectID, where condition: String? = nil) -> String {
        let relation = id.parent.map(CatalogCheck.relation) ?? "NULL"
        return rows(
            "pg_attribute a",
            "a.attrelid = \(relation) AND a.attname = \(SQL.literal(id.name)) AND NOT a.attisdropped"
                + (condition.map { " AND \($0)" } ?? ""))
    }

    static func role(_ name: String) -> String {
        name == "PUBLIC" ? "0::oid" : "to_regrole(\(SQL.literal(SQL.identifier(name))))::oid"
    }
}
