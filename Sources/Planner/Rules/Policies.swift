import Catalog
import SchemaModel

extension Rule {
    static let policy = Rule(
        create: { fact, context in
            guard let table = fact.id.parent else { return [] }
            var lines = ["CREATE POLICY \(SQL.identifier(fact.id.name)) ON \(table.sql)"]
            if fact.bool(.restrictive) { lines.append("AS RESTRICTIVE") }
            let command = fact.text(.command) ?? "all"
            if command != "all" { lines.append("FOR \(command.uppercased())") }
            let roles = roleList(fact)
            if roles != "PUBLIC" { lines.append("TO \(roles)") }
            if let using = fact.text(.using) { lines.append("USING (\(using))") }
            if let check = fact.text(.withCheck) { lines.append("WITH CHECK (\(check))") }
            return [
                Step(
                    .create, fact.id, [lines.joined(separator: "\n    ")],
                    guarded: .todo(Question.not(Question.exists(fact.id))), locks: context.lock(.accessExclusive, table))
            ]
        },
        alter: { before, after, changed, context in
            let isRemoved = before[.using] != nil && after[.using] == nil || before[.withCheck] != nil && after[.withCheck] == nil
            guard let table = after.id.parent, !changed.contains(.restrictive), !changed.contains(.command), !isRemoved else {
                return .replace("ALTER POLICY cannot change the command, the kind, or take an expression away")
            }
            var sql = "ALTER POLICY \(SQL.identifier(after.id.name)) ON \(table.sql)"
            if changed.contains(.roles) { sql += " TO \(roleList(after))" }
            if changed.contains(.using), let using = after.text(.using) { sql += " USING (\(using))" }
            if changed.contains(.withCheck), let check = after.text(.withCheck) { sql += " WITH CHECK (\(check))" }
            return .steps([
                Step(.alter, after.id, [sql], guarded: .journal, locks: context.lock(.accessExclusive, table))
            ])
        },
        drop: { fact, context in
            guard let table = fact.id.parent else { return [] }
            return [
                Step(
                    .drop, fact.id, ["DROP POLICY \(SQL.identifier(fact.id.name)) ON \(table.sql)"],
                    guarded: .todo(Question.exists(fact.id)), locks: context.lock(.accessExclusive, table))
            ]
        },
        exists: { id in
            Question.exists(
                "pg_policy p",
                "p.polrelid = \(id.parent.map(Question.relation) ?? "NULL") AND p.polname = \(SQL.literal(id.name))")
        })

    private static func roleList(_ fact: Fact) -> String {
        let roles = fact.texts(.roles) ?? ["PUBLIC"]
        return roles.map { $0 == "PUBLIC" ? $0 : SQL.identifier($0) }.joined(separator: ", ")
    }
}
