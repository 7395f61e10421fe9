import Catalog
import SchemaModel

extension Rule {
    static let publication = Rule(
        create: { fact, _ in
            var sql = "CREATE PUBLICATION \(SQL.identifier(fact.id.name))"
            if fact.bool(.allTables) { sql += " FOR ALL TABLES" }
            if let options = publicationOptions(fact, onlyUnusual: true) { sql += " WITH (\(options))" }
            return [Step(.create, fact.id, [sql], guarded: .todo(Question.not(Question.exists(fact.id))))]
        },
        alter: { before, after, changed, _ in
            if changed.contains(.allTables) { return .replace("FOR ALL TABLES cannot be changed in place") }
            let options = publicationOptions(after, onlyUnusual: false) ?? ""
            return .steps([
                Step(
                    .alter, after.id, ["ALTER PUBLICATION \(SQL.identifier(after.id.name)) SET (\(options))"], guarded: .journal)
            ])
        },
        drop: { fact, _ in
            [
                Step(
                    .drop, fact.id, ["DROP PUBLICATION \(SQL.identifier(fact.id.name))"],
                    guarded: .todo(Question.exists(fact.id)))
            ]
        },
        exists: { id in Question.exists("pg_publication p", "p.pubname = \(SQL.literal(id.name))") })

    private static func publicationOptions(_ fact: Fact, onlyUnusual: Bool) -> String? {
        var parts: [String] = []
        let operations = fact.texts(.operations) ?? []
        if operations != ["delete", "insert", "truncate", "update"] || !onlyUnusual {
            parts.append("publish = \(SQL.literal(operations.joined(separator: ", ")))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    static let publicationSetting = Rule(
        create: { fact, _ in [setting(fact.id, on: true)] },
        alter: { _, _, _, _ in .steps([]) },
        drop: { fact, _ in [setting(fact.id, on: false)] },
        exists: { id in
            Question.exists("pg_publication p", "p.pubname = \(SQL.literal(id.parent?.name ?? "")) AND p.pubviaroot")
        })

    private static func setting(_ id: ObjectID, on: Bool) -> Step {
        let publication = SQL.identifier(id.parent?.name ?? "")
        return Step(
            on ? .create : .drop, id, title: "switch \(id) \(on ? "on" : "off")",
            ["ALTER PUBLICATION \(publication) SET (\(id.name) = \(on))"],
            guarded: .todo(on ? Question.not(Question.exists(id)) : Question.exists(id)))
    }

    static let publicationTable = Rule(
        create: { fact, context in
            guard let publication = fact.id.parent else { return [] }
            var sql =
                "ALTER PUBLICATION \(SQL.identifier(publication.name)) ADD TABLE \(SQL.qualified(fact.id.schema, fact.id.name))"
            if let columns = fact.texts(.columns) { sql += " (\(columns.map { SQL.identifier($0) }.joined(separator: ", ")))" }
            if let filter = fact.text(.filter) { sql += " WHERE (\(filter))" }
            let table = ObjectID.table(fact.id.schema ?? "", fact.id.name)
            return [
                Step(
                    .create, fact.id, title: "publish \(table.path) in \(publication.name)", [sql],
                    guarded: .todo(Question.not(Question.exists(fact.id))), locks: context.lock(.shareUpdateExclusive, table))
            ]
        },
        alter: { _, _, _, _ in .replace("columns and filter of a published table are set when it is added") },
        drop: { fact, context in
            guard let publication = fact.id.parent else { return [] }
            let table = ObjectID.table(fact.id.schema ?? "", fact.id.name)
            return [
                Step(
                    .drop, fact.id, title: "take \(table.path) out of \(publication.name)",
                    ["ALTER PUBLICATION \(SQL.identifier(publication.name)) DROP TABLE \(table.sql)"],
                    guarded: .todo(Question.exists(fact.id)), locks: context.lock(.shareUpdateExclusive, table))
            ]
        },
        exists: { id in
            Question.exists(
                "pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid",
                "p.pubname = \(SQL.literal(id.parent?.name ?? "")) AND r.prrelid = \(Question.relation(id.schema, id.name))")
        })
}
