import Catalog
import SchemaModel

extension Rule {
    static let enumType = Rule(
        create: { fact, context in
            let labels = (fact.texts(.labels) ?? []).map { SQL.literal($0) }.joined(separator: ", ")
            let step = Step(
                .create, fact.id, ["CREATE TYPE \(fact.id.sql) AS ENUM (\(labels))"],
                guarded: .todo(Question.not(Question.exists(fact.id))))
            return QuarantineRule.bringingBack("TYPE", step, context)
        },
        alter: { before, after, _, context in
            let old = before.texts(.labels) ?? []
            let new = after.texts(.labels) ?? []
            guard new.filter(old.contains) == old else { return .steps([EnumRebuild.step(before, after, context)]) }
            return .steps(addLabels(after.id, old: old, new: new))
        },
        drop: { fact, context in dropOrQuarantine(fact, "TYPE", context) },
        exists: { id in "\(Question.type(id)) IS NOT NULL" })

    /// New labels in their places; each can run in a transaction, but not be used in the same one.
    private static func addLabels(_ id: ObjectID, old: [String], new: [String]) -> [Step] {
        var present = old
        return new.enumerated().compactMap { place, label in
            guard !present.contains(label) else { return nil }
            var position = ""
            if place > 0 {
                position = " AFTER \(SQL.literal(new[place - 1]))"
            } else if let first = present.first {
                position = " BEFORE \(SQL.literal(first))"
            }
            present.append(label)
            return Step(
                .alter, id, title: "add value \(SQL.literal(label)) to \(id)",
                ["ALTER TYPE \(id.sql) ADD VALUE \(SQL.literal(label))\(position)"],
                guarded: .todo(
                    "NOT "
                        + Question.exists(
                            "pg_enum e", "e.enumtypid = \(Question.type(id)) AND e.enumlabel = \(SQL.literal(label))")))
        }
    }

    static let domain = Rule(
        create: { fact, context in
            var sql = "CREATE DOMAIN \(fact.id.sql) AS \(fact.text(.type) ?? "text")"
            if let collation = fact.text(.collation) { sql += " COLLATE \(collation)" }
            if let expression = fact.text(.expression) { sql += " DEFAULT \(expression)" }
            if fact.bool(.notNull) { sql += " NOT NULL" }
            let step = Step(.create, fact.id, [sql], guarded: .todo(Question.not(Question.exists(fact.id))))
            return QuarantineRule.bringingBack("DOMAIN", step, context)
        },
        alter: { before, after, changed, _ in
            if changed.contains(.type) || changed.contains(.collation) {
                return .replace("a domain's type cannot be changed in place")
            }
            var steps: [Step] = []
            let prefix = "ALTER DOMAIN \(after.id.sql)"
            if changed.contains(.expression) {
                let action = after.text(.expression).map { "SET DEFAULT \($0)" } ?? "DROP DEFAULT"
                steps.append(Step(.alter, after.id, ["\(prefix) \(action)"], guarded: .journal))
            }
            if changed.contains(.notNull) {
                let wanted = after.bool(.notNull)
                steps.append(
                    Step(
                        .alter, after.id, ["\(prefix) \(wanted ? "SET" : "DROP") NOT NULL"],
                        guarded: .todo(
                            Question.exists("pg_type t", "t.oid = \(Question.type(after.id)) AND t.typnotnull <> \(wanted)")),
                        scans: wanted, mayFailOnData: wanted))
            }
            return .steps(steps)
        },
        drop: { fact, context in dropOrQuarantine(fact, "DOMAIN", context) },
        exists: { id in "\(Question.type(id)) IS NOT NULL" })

    static let compositeType = Rule(
        create: { fact, context in
            let columns = (fact[.viewColumns]?.list ?? []).compactMap(\.object).map {
                "\(SQL.identifier($0["name"]?.text ?? "")) \($0["type"]?.text ?? "text")"
            }
            let step = Step(
                .create, fact.id, ["CREATE TYPE \(fact.id.sql) AS (\(columns.joined(separator: ", ")))"],
                guarded: .todo(Question.not(Question.exists(fact.id))))
            return QuarantineRule.bringingBack("TYPE", step, context)
        },
        alter: { before, after, _, _ in
            func columns(_ fact: Fact) -> [(name: String, type: String)] {
                (fact[.viewColumns]?.list ?? []).compactMap(\.object).map { ($0["name"]?.text ?? "", $0["type"]?.text ?? "") }
            }
            let old = columns(before)
            let new = columns(after)
            var actions = old.filter { o in !new.contains { $0.name == o.name } }.map {
                "DROP ATTRIBUTE \(SQL.identifier($0.name))"
            }
            for column in new {
                guard let was = old.first(where: { $0.name == column.name }) else {
                    actions.append("ADD ATTRIBUTE \(SQL.identifier(column.name)) \(column.type)")
                    continue
                }
                if was.type != column.type {
                    actions.append("ALTER ATTRIBUTE \(SQL.identifier(column.name)) TYPE \(column.type)")
                }
            }
            if actions.isEmpty { return .replace("the order of its attributes differs") }
            return .steps([
                Step(
                    .alter, after.id, ["ALTER TYPE \(after.id.sql) \(actions.joined(separator: ", "))"], guarded: .journal)
            ])
        },
        drop: { fact, context in dropOrQuarantine(fact, "TYPE", context) },
        exists: { id in "\(Question.type(id)) IS NOT NULL" })

    /// Drops an object; where rows in quarantine still need it, moves it beside them instead.
    static func dropOrQuarantine(_ fact: Fact, _ keyword: String, _ context: RuleContext) -> [Step] {
        if let quarantine = context.options.quarantine, QuarantineRule.travels(fact.id, context) {
            return [QuarantineRule.move(fact, keyword, to: quarantine)]
        }
        return [
            Step(.drop, fact.id, ["DROP \(keyword) \(fact.id.sql)"], guarded: .todo(Question.exists(fact.id)))
        ]
    }
}
