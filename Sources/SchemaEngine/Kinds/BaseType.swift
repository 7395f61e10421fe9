import SchemaModel

/// A base type, or a shell type, which is only a name so far.
struct BaseTypeKind: Kind {
    let kind = ObjectKind.baseType

    /// The parts that are functions, with their columns in `pg_type`; the last ones can be changed in place.
    private static let functions: [(attribute: Attribute, column: String, keyword: String)] = [
        (.input, "typinput", "INPUT"), (.output, "typoutput", "OUTPUT"), (.receive, "typreceive", "RECEIVE"),
        (.send, "typsend", "SEND"), (.modifierInput, "typmodin", "TYPMOD_IN"), (.modifierOutput, "typmodout", "TYPMOD_OUT"),
        (.analyze, "typanalyze", "ANALYZE"), (.subscript, "typsubscript", "SUBSCRIPT"),
    ]

    func queries(_ version: Int) -> [CatalogQuery] {
        func function(_ column: String) -> String {
            "CASE WHEN t.typisdefined THEN nullif(t.\(column)::oid, 0)::pg_catalog.regproc::text END"
        }
        return [
            CatalogQuery(
                kind, at: .init(catalog: "pg_type", oid: "t.oid"), schema: "n.nspname", name: "t.typname",
                [
                    .shell: "NOT t.typisdefined",
                    .length: "CASE WHEN t.typisdefined THEN t.typlen END",
                    .passedByValue: "t.typisdefined AND t.typbyval",
                    .alignment: """
                    CASE WHEN t.typisdefined THEN CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4'
                        WHEN 'd' THEN 'double' END END
                    """,
                    .storage: """
                    CASE WHEN t.typisdefined THEN CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external'
                        WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' END END
                    """,
                    .input: function("typinput"), .output: function("typoutput"), .receive: function("typreceive"),
                    .send: function("typsend"), .modifierInput: function("typmodin"), .modifierOutput: function("typmodout"),
                    .analyze: function("typanalyze"), .subscript: function("typsubscript"),
                    .element: "CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END",
                    .delimiter: "CASE WHEN t.typisdefined AND t.typdelim <> ',' THEN t.typdelim::text END",
                    .category: "CASE WHEN t.typisdefined AND t.typcategory <> 'U' THEN t.typcategory::text END",
                    .preferred: "t.typispreferred",
                    .expression: "t.typdefault",
                    .collatable: "t.typcollation <> 0",
                ],
                from: """
                    pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    WHERE t.typtype IN ('b', 'p') AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
                    AND \(Where.userSchema()) AND \(Where.own("pg_type", "t.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_type", oid: CatalogCheck.type(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TYPE \(id.sql)" }
    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .name
    let security: SecuritySource? = .type(
        "t.typtype IN ('b', 'p') AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)")
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        if fact.bool(.shell) { return [.create(fact, ["CREATE TYPE \(fact.id.sql)"])] }
        return TypeFunctions.create(fact, definition(fact), context)
    }

    private func definition(_ fact: Fact) -> String {
        var options = Self.functions.compactMap { part in fact.text(part.attribute).map { "\(part.keyword) = \($0)" } }
        let length = fact.integer(.length) ?? -1
        options.append("INTERNALLENGTH = \(length == -1 ? "VARIABLE" : String(length))")
        if fact.bool(.passedByValue) { options.append("PASSEDBYVALUE") }
        if let alignment = fact.text(.alignment) { options.append("ALIGNMENT = \(alignment)") }
        if let storage = fact.text(.storage) { options.append("STORAGE = \(storage)") }
        if let category = fact.text(.category) { options.append("CATEGORY = \(SQL.literal(category))") }
        if fact.bool(.preferred) { options.append("PREFERRED = true") }
        if let expression = fact.text(.expression) { options.append("DEFAULT = \(SQL.literal(expression))") }
        if let element = fact.text(.element) { options.append("ELEMENT = \(element)") }
        if let delimiter = fact.text(.delimiter) { options.append("DELIMITER = \(SQL.literal(delimiter))") }
        if fact.bool(.collatable) { options.append("COLLATABLE = true") }
        return "CREATE TYPE \(fact.id.sql) (\n    \(options.joined(separator: ",\n    "))\n)"
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if changed.contains(.shell) {
            guard before.bool(.shell) else { return .replace("a type cannot become a shell type again") }
            return .steps([.alter(after, title: "define \(after.id)", [definition(after)])])
        }
        let settable = Self.functions.dropFirst(2)
        guard changed.isSubset(of: settable.map(\.attribute) + [.storage]) else {
            return .replace("only optional functions and the storage of a base type can be changed in place")
        }
        if changed.contains(.storage), before.text(.storage) == "plain" || after.text(.storage) == "plain" {
            return .replace("the storage of a base type cannot change from or to plain")
        }
        var options = settable.filter { changed.contains($0.attribute) }.map {
            "\($0.keyword) = \(after.text($0.attribute) ?? "NONE")"
        }
        if changed.contains(.storage), let storage = after.text(.storage) { options.append("STORAGE = \(storage)") }
        return .steps([.alter(after, ["ALTER TYPE \(after.id.sql) SET (\(options.joined(separator: ", ")))"])])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { TypeFunctions.drop(fact, context) }
}
