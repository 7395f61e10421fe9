import Catalog
import SchemaModel

extension Rule {
    static let column = Rule(
        create: { fact, context in ColumnAddition.steps(fact, context) },
        alter: { before, after, changed, context in ColumnAlteration(before, after, changed, context).result },
        drop: { fact, context in
            guard let table = fact.id.parent else { return [] }
            let drop = "ALTER TABLE \(table.sql) DROP COLUMN \(SQL.identifier(fact.id.name))"
            let keep = context.options.quarantine.flatMap { QuarantineRule.keepValues(of: fact, in: $0, context) }
            return [
                Step(
                    .drop, fact.id, (keep ?? []) + [drop], guarded: .todo(Question.exists(fact.id)),
                    locks: context.lock(.accessExclusive, table), scans: keep != nil,
                    losesData: keep == nil && fact[.generated] == nil,
                    reason: keep == nil ? nil : "its values go to quarantine first, by primary key")
            ]
        },
        exists: { id in Question.column(id) })

    static let columnDefault = Rule(
        create: { fact, context in setDefault(fact, context) },
        alter: { _, after, _, context in .steps(setDefault(after, context)) },
        drop: { fact, context in
            guard let column = fact.id.parent, let table = column.parent else { return [] }
            return [
                Step(
                    .drop, fact.id, ["ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(column.name)) DROP DEFAULT"],
                    guarded: .todo(Question.exists(fact.id)), locks: context.lock(.accessExclusive, table))
            ]
        },
        exists: { id in id.parent.map { Question.column($0, where: "a.atthasdef") } ?? "false" })

    private static func setDefault(_ fact: Fact, _ context: RuleContext) -> [Step] {
        guard let column = fact.id.parent, let table = column.parent, let expression = fact.text(.expression) else { return [] }
        let isThere = """
            (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a \
            ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = \(Question.relation(table)) \
            AND a.attname = \(SQL.literal(column.name)))
            """
        return [
            Step(
                .alter, fact.id, title: "set the default of \(column)",
                ["ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(column.name)) SET DEFAULT \(expression)"],
                guarded: .todo("\(isThere) IS DISTINCT FROM \(SQL.literal(expression))"),
                locks: context.lock(.accessExclusive, table))
        ]
    }
}

/// A column's definition, as CREATE TABLE and ADD COLUMN take it.
enum ColumnText {
    static func definition(_ column: Fact, _ context: RuleContext, inTable: Bool, nullable: Bool = false) -> String {
        let defaultID = ObjectID.columnDefault(of: column.id)
        let isDefaultInside = context.absorbed[defaultID] != nil
        let expression = isDefaultInside ? context.to[defaultID]?.text(.expression) : nil
        let name = SQL.identifier(column.id.name)
        if let serial = serial(column, expression, context) { return "\(name) \(serial) NOT NULL" }
        var sql = "\(name) \(column.text(.type) ?? "text")"
        if let method = column.text(.compression) { sql += " COMPRESSION \(method)" }
        if let collation = column.text(.collation) { sql += " COLLATE \(collation)" }
        if column.bool(.notNull), !nullable { sql += " NOT NULL" }
        if let generated = column.text(.generated) {
            sql += " GENERATED ALWAYS AS (\(generated)) \(column.text(.generatedKind) == "virtual" ? "VIRTUAL" : "STORED")"
        } else if let identity = column.text(.identity) {
            sql += " GENERATED \(identity.uppercased()) AS IDENTITY"
            if let options = identityOptions(column) { sql += " (\(options))" }
        } else if let expression {
            sql += " DEFAULT \(expression)"
        }
        return sql
    }

    private static func serial(_ column: Fact, _ expression: String?, _ context: RuleContext) -> String? {
        guard let expression, let sequence = context.serialSequences[column.id], context.absorbed[sequence] != nil,
            let fact = context.to[sequence]
        else { return nil }
        return Rule.isSerial(fact, column: column, default: expression)
    }

    static func identityOptions(_ column: Fact) -> String? {
        guard let options = column[.identityOptions]?.object, !options.isEmpty else { return nil }
        let keywords = [
            ("increment", "INCREMENT BY"), ("minimum", "MINVALUE"), ("maximum", "MAXVALUE"), ("start", "START WITH"),
            ("cache", "CACHE"),
        ]
        var parts: [String] = keywords.compactMap { key, keyword in
            if case .number(let value) = options[key] { "\(keyword) \(value)" } else { nil }
        }
        if options["cycle"]?.bool == true { parts.append("CYCLE") }
        return parts.joined(separator: " ")
    }

    /// What a column definition cannot say: storage, statistics target, attribute options.
    static func extras(_ column: Fact, of table: ObjectID) -> [String] {
        let prefix = "ALTER TABLE \(table.sql) ALTER COLUMN \(SQL.identifier(column.id.name))"
        var statements: [String] = []
        if let storage = column.text(.storage) { statements.append("\(prefix) SET STORAGE \(storage.uppercased())") }
        if let target = column.integer(.statisticsTarget) { statements.append("\(prefix) SET STATISTICS \(target)") }
        if let options = OptionsText.list(column) { statements.append("\(prefix) SET (\(options))") }
        return statements
    }
}

/// ADD COLUMN; where the paired file kept the column's values, they come back before NOT NULL is asked for.
enum ColumnAddition {
    static func steps(_ fact: Fact, _ context: RuleContext) -> [Step] {
        guard let table = fact.id.parent else { return [] }
        let definition = ColumnText.definition(fact, context, inTable: false)
        let expression = context.to[.columnDefault(of: fact.id)]?.text(.expression)
        let fills = fact[.generated] != nil || fact[.identity] != nil || expression.map(isVolatile) == true
        let isVirtual = fact.text(.generatedKind) == "virtual"
        let step = Step(
            .create, fact.id, title: "add \(fact.id)",
            ["ALTER TABLE \(table.sql) ADD COLUMN \(definition)"] + ColumnText.extras(fact, of: table),
            guarded: .todo(Question.not(Question.exists(fact.id))), locks: context.lock(.accessExclusive, table),
            rewrites: fills && !isVirtual && !context.isNew(table),
            mayFailOnData: fact.bool(.notNull) && expression == nil && !fills && !context.isNew(table))
        guard let restore = context.options.restore, fact[.generated] == nil,
            let restoring = QuarantineRule.bringBack(fact, from: restore, context)
        else { return [step] }
        return [restoring, step]
    }

    /// Functions of PostgreSQL's own whose value differs row by row, so that a default of them rewrites the table.
    private static func isVolatile(_ expression: String) -> Bool {
        let volatile = ["gen_random_uuid(", "random(", "nextval(", "clock_timestamp(", "timeofday(", "uuid_generate_v", "uuidv"]
        return volatile.contains { expression.contains($0) }
    }
}
