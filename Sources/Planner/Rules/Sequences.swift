import Catalog
import SchemaModel

extension Rule {
    static let sequence = Rule(
        create: { fact, context in
            var sql = "CREATE \(fact.text(.persistence) == "unlogged" ? "UNLOGGED " : "")SEQUENCE \(fact.id.sql)"
            if let options = sequenceOptions(fact, onlyUnusual: true) { sql += " \(options)" }
            if let owner = ownedBy(fact) { sql += " OWNED BY \(owner)" }
            let step = Step(.create, fact.id, [sql], guarded: .todo(Question.not(Question.exists(fact.id))))
            return QuarantineRule.bringingBack("SEQUENCE", step, context)
        },
        alter: { before, after, changed, _ in
            var statements: [String] = []
            if !changed.isDisjoint(with: [.type, .start, .increment, .minimum, .maximum, .cache, .cycle]),
                let options = sequenceOptions(after, onlyUnusual: false)
            {
                statements.append("ALTER SEQUENCE \(after.id.sql) \(options)")
            }
            if changed.contains(.ownedBy) {
                statements.append("ALTER SEQUENCE \(after.id.sql) OWNED BY \(ownedBy(after) ?? "NONE")")
            }
            if changed.contains(.persistence) {
                let mode = after.text(.persistence) == "unlogged" ? "UNLOGGED" : "LOGGED"
                statements.append("ALTER SEQUENCE \(after.id.sql) SET \(mode)")
            }
            return .steps([Step(.alter, after.id, statements, guarded: .journal)])
        },
        drop: { fact, context in dropOrQuarantine(fact, "SEQUENCE", context) },
        exists: { id in "\(Question.relation(id)) IS NOT NULL" })

    static func ownedBy(_ fact: Fact) -> String? {
        guard let path = fact.texts(.ownedBy), path.count == 3 else { return nil }
        return "\(SQL.qualified(path[0], path[1])).\(SQL.identifier(path[2]))"
    }

    /// The options that differ from what `CREATE SEQUENCE` takes by itself; or all of them.
    private static func sequenceOptions(_ fact: Fact, onlyUnusual: Bool) -> String? {
        var parts: [String] = []
        let type = fact.text(.type) ?? "bigint"
        let ascending = (fact.integer(.increment) ?? 1) > 0
        let limits: [String: (String, String)] = [
            "smallint": ("-32768", "32767"), "integer": ("-2147483648", "2147483647"),
            "bigint": ("-9223372036854775808", "9223372036854775807"),
        ]
        let limit = limits[type] ?? limits["bigint"] ?? ("1", "9223372036854775807")
        let usualMinimum = ascending ? "1" : limit.0
        let usualMaximum = ascending ? limit.1 : "-1"
        func number(_ attribute: Attribute) -> String? {
            if case .number(let value) = fact[attribute] { value } else { nil }
        }
        if type != "bigint" || !onlyUnusual { parts.append("AS \(type)") }
        func add(_ keyword: String, _ attribute: Attribute, usual: String) {
            guard let value = number(attribute), value != usual || !onlyUnusual else { return }
            parts.append("\(keyword) \(value)")
        }
        add("INCREMENT BY", .increment, usual: "1")
        add("MINVALUE", .minimum, usual: usualMinimum)
        add("MAXVALUE", .maximum, usual: usualMaximum)
        add("START WITH", .start, usual: ascending ? number(.minimum) ?? usualMinimum : number(.maximum) ?? usualMaximum)
        add("CACHE", .cache, usual: "1")
        if fact.bool(.cycle) {
            parts.append("CYCLE")
        } else if !onlyUnusual {
            parts.append("NO CYCLE")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// Whether the sequence is just what `serial` makes for its column.
    static func isSerial(_ sequence: Fact, column: Fact, default expression: String?) -> String? {
        guard let path = sequence.texts(.ownedBy), path.count == 3, let table = column.id.parent,
            path == [table.schema ?? "", table.name, column.id.name], column.bool(.notNull),
            sequence.id.schema == table.schema, sequence.id.name == "\(table.name)_\(column.id.name)_seq",
            expression == "nextval(\(SQL.literal(sequence.id.sql))::regclass)",
            let type = column.text(.type), sequence.text(.type) ?? "bigint" == type,
            sequenceOptions(sequence, onlyUnusual: true) == (type == "bigint" ? nil : "AS \(type)")
        else { return nil }
        return ["smallint": "smallserial", "integer": "serial", "bigint": "bigserial"][type]
    }
}
