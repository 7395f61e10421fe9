import Catalog
import SchemaModel

extension Rule {
    static let comment = Rule(
        create: { fact, context in comment(fact.id, fact.text(.text), context) },
        alter: { _, after, _, context in .steps(comment(after.id, after.text(.text), context)) },
        drop: { fact, context in comment(fact.id, nil, context) },
        exists: { _ in "true" })

    private static func comment(_ id: ObjectID, _ text: String?, _ context: RuleContext) -> [Step] {
        guard let object = id.parent, let target = target(object, context) else { return [] }
        let wanted = text.map { SQL.literal($0) } ?? "NULL"
        return [
            Step(
                text == nil ? .drop : .create, id, title: text == nil ? "take the comment off \(object)" : "comment on \(object)",
                ["COMMENT ON \(target) IS \(wanted)"],
                guarded: current(object).map { .todo("\($0) IS DISTINCT FROM \(wanted)") } ?? .journal)
        ]
    }

    /// An object as COMMENT ON and ALTER … OWNER TO name it.
    static func target(_ object: ObjectID, _ context: RuleContext) -> String? {
        let fact = context.to[object] ?? context.from[object]
        let name = SQL.identifier(object.name)
        let owner = object.parent?.sql ?? ""
        return switch object.kind {
        case .schema: "SCHEMA \(name)"
        case .extension: "EXTENSION \(name)"
        case .enumType, .compositeType: "TYPE \(object.sql)"
        case .domain: "DOMAIN \(object.sql)"
        case .sequence: "SEQUENCE \(object.sql)"
        case .table: "TABLE \(object.sql)"
        case .view: "VIEW \(object.sql)"
        case .materializedView: "MATERIALIZED VIEW \(object.sql)"
        case .index: "INDEX \(object.sql)"
        case .statistics: "STATISTICS \(object.sql)"
        case .column: "COLUMN \(owner).\(name)"
        case .constraint: "CONSTRAINT \(name) ON \(object.parent?.kind == .domain ? "DOMAIN " : "")\(owner)"
        case .trigger: "TRIGGER \(name) ON \(owner)"
        case .policy: "POLICY \(name) ON \(owner)"
        case .function: "\(fact?.text(.routine) == "procedure" ? "PROCEDURE" : "FUNCTION") \(object.sql)"
        case .publication: "PUBLICATION \(name)"
        default: nil
        }
    }

    /// The comment that is there, as an expression.
    private static func current(_ object: ObjectID) -> String? {
        switch object.kind {
        case .table, .view, .materializedView, .sequence, .index:
            "pg_catalog.obj_description(\(Question.relation(object)), 'pg_class')"
        case .function: "pg_catalog.obj_description(\(Question.function(object)), 'pg_proc')"
        case .enumType, .domain: "pg_catalog.obj_description(\(Question.type(object)), 'pg_type')"
        case .schema: "pg_catalog.obj_description(to_regnamespace(\(SQL.literal(SQL.identifier(object.name)))), 'pg_namespace')"
        case .column:
            """
            (SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute a \
            WHERE a.attrelid = \(object.parent.map(Question.relation) ?? "NULL") AND a.attname = \(SQL.literal(object.name)))
            """
        default: nil
        }
    }

    static let owner = Rule(
        create: { fact, context in owner(fact, context) },
        alter: { _, after, _, context in .steps(owner(after, context)) },
        drop: { _, _ in [] },
        exists: { _ in "true" })

    private static func owner(_ fact: Fact, _ context: RuleContext) -> [Step] {
        guard let object = fact.id.parent, let target = target(object, context), let role = fact.text(.role) else { return [] }
        return [
            Step(
                .alter, fact.id, title: "give \(object) to \(role)", ["ALTER \(target) OWNER TO \(SQL.identifier(role))"],
                guarded: .journal, locks: context.lock(.accessExclusive, object.kind == .table ? object : nil))
        ]
    }
}
