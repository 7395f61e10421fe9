import Catalog
import SchemaModel

extension Rule {
    static let view = Rule(
        create: { fact, _ in
            [
                Step(
                    .create, fact.id, [viewText(fact, orReplace: false)],
                    guarded: .todo(Question.not(Question.exists(fact.id))))
            ]
        },
        alter: { before, after, changed, context in
            let old = before[.viewColumns]?.list ?? []
            let new = after[.viewColumns]?.list ?? []
            guard old == Array(new.prefix(old.count)) else {
                return .replace("CREATE OR REPLACE VIEW can only add columns at the end")
            }
            var steps: [Step] = []
            if !changed.isDisjoint(with: [.definition, .viewColumns]) {
                steps.append(
                    Step(
                        .alter, after.id, title: "replace \(after.id)", [viewText(after, orReplace: true)], guarded: .journal,
                        locks: context.lock(.accessExclusive, after.id)))
            } else {
                for clause in OptionsText.changes(before, after) {
                    steps.append(
                        Step(
                            .alter, after.id, title: "set options of \(after.id)", ["ALTER VIEW \(after.id.sql) \(clause)"],
                            guarded: .journal, locks: context.lock(.accessExclusive, after.id)))
                }
            }
            return .steps(steps)
        },
        drop: { fact, context in
            [
                Step(
                    .drop, fact.id, ["DROP VIEW \(fact.id.sql)"], guarded: .todo(Question.exists(fact.id)),
                    locks: context.lock(.accessExclusive, fact.id))
            ]
        },
        exists: { id in "\(Question.relation(id)) IS NOT NULL" })

    private static func viewText(_ fact: Fact, orReplace: Bool) -> String {
        var sql = "CREATE \(orReplace ? "OR REPLACE " : "")VIEW \(fact.id.sql)"
        // A name that the query does not give itself can only be said here.
        if let options = OptionsText.list(fact) { sql += " WITH (\(options))" }
        return sql + " AS\n\(fact.text(.definition) ?? "")"
    }

    static let materializedView = Rule(
        create: { fact, _ in
            var sql = "CREATE MATERIALIZED VIEW \(fact.id.sql)"
            if let method = fact.text(.accessMethod) { sql += " USING \(SQL.identifier(method))" }
            if let options = OptionsText.list(fact) { sql += " WITH (\(options))" }
            sql += " AS\n\(fact.text(.definition) ?? "")"
            return [
                Step(
                    .create, fact.id, [sql], guarded: .todo(Question.not(Question.exists(fact.id))), scans: true,
                    reason: "runs its query once")
            ]
        },
        alter: { before, after, changed, context in
            guard changed.isSubset(of: [.options]) else {
                return .replace("a materialized view's query cannot be changed in place")
            }
            return .steps(
                OptionsText.changes(before, after).map {
                    Step(
                        .alter, after.id, title: "set options of \(after.id)", ["ALTER MATERIALIZED VIEW \(after.id.sql) \($0)"],
                        guarded: .journal, locks: context.lock(.shareUpdateExclusive, after.id))
                })
        },
        drop: { fact, context in
            [
                Step(
                    .drop, fact.id, ["DROP MATERIALIZED VIEW \(fact.id.sql)"], guarded: .todo(Question.exists(fact.id)),
                    locks: context.lock(.accessExclusive, fact.id), reason: "its rows can be computed again")
            ]
        },
        exists: { id in "\(Question.relation(id)) IS NOT NULL" })
}
