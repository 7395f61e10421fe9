import Catalog
import SchemaModel

extension Rule {
    static let index = Rule(
        create: { fact, context in
            guard let relation = fact.id.parent, let body = fact.text(.body) else { return [] }
            if isPartitioned(relation, context), !context.isNew(relation), context.from[fact.id] == nil {
                return PartitionedIndex(fact, body: body, relation, context).steps
            }
            if isBuiltPlainly(relation, context) {
                return [
                    Step(
                        .create, fact.id,
                        [
                            "CREATE \(fact.bool(.unique) ? "UNIQUE " : "")INDEX \(SQL.identifier(fact.id.name)) ON \(relation.sql) \(body)"
                        ],
                        guarded: .todo("\(Question.relation(fact.id)) IS NULL"), locks: context.lock(.share, relation),
                        scans: !context.isNew(relation), mayFailOnData: fact.bool(.unique) && !context.isNew(relation))
                ]
            }
            return IndexBuild.concurrently(
                fact.id, unique: fact.bool(.unique), body: body, relation, andTodo: nil, context)
        },
        alter: { before, after, changed, context in
            guard let relation = after.id.parent, let body = after.text(.body) else { return .steps([]) }
            if changed == [.invalid] || isBuiltPlainly(relation, context) {
                return .replace("an index's definition cannot be changed in place")
            }
            return .steps(IndexBuild.exchange(after, body: body, relation, context))
        },
        drop: { fact, context in
            guard let relation = fact.id.parent else { return [] }
            let plainly = isBuiltPlainly(relation, context) || context.made.contains(fact.id) && context.to[fact.id] != nil
            return [
                Step(
                    .drop, fact.id, ["DROP INDEX \(plainly ? "" : "CONCURRENTLY ")\(fact.id.sql)"],
                    guarded: .todo("\(Question.relation(fact.id)) IS NOT NULL"),
                    locks: context.lock(plainly ? .accessExclusive : .shareUpdateExclusive, relation),
                    isTransactional: plainly)
            ]
        },
        exists: { id in
            Question.exists("pg_index x", "x.indexrelid = \(Question.relation(id)) AND x.indisvalid")
        })

    /// A new relation has no readers; an index of a partitioned table cannot be dropped concurrently, nor replaced unseen.
    private static func isBuiltPlainly(_ relation: ObjectID, _ context: RuleContext) -> Bool {
        context.isNew(relation) || isPartitioned(relation, context)
    }

    private static func isPartitioned(_ relation: ObjectID, _ context: RuleContext) -> Bool {
        (context.to[relation] ?? context.from[relation])?[.partitionBy] != nil
    }

    static let statistics = Rule(
        create: { fact, context in
            var statements = [fact.text(.definition) ?? ""]
            if let target = fact.integer(.statisticsTarget) {
                statements.append("ALTER STATISTICS \(fact.id.sql) SET STATISTICS \(target)")
            }
            return [Step(.create, fact.id, statements, guarded: .todo(Question.not(Question.exists(fact.id))))]
        },
        alter: { _, after, changed, _ in
            guard changed == [.statisticsTarget] else { return .replace("its definition cannot be changed in place") }
            return .steps([
                Step(
                    .alter, after.id,
                    ["ALTER STATISTICS \(after.id.sql) SET STATISTICS \(after.integer(.statisticsTarget) ?? -1)"],
                    guarded: .journal)
            ])
        },
        drop: { fact, _ in
            [Step(.drop, fact.id, ["DROP STATISTICS \(fact.id.sql)"], guarded: .todo(Question.exists(fact.id)))]
        },
        exists: { id in
            Question.exists(
                "pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace",
                "n.nspname = \(SQL.literal(id.schema ?? "")) AND s.stxname = \(SQL.literal(id.name))")
        })
}

/// Index builds that let reads and writes go on (PostgreSQL's manual, "Building Indexes Concurrently").
enum IndexBuild {
    /// Takes away what a broken build left, then builds.
    static func concurrently(
        _ id: ObjectID, unique: Bool, body: String, _ relation: ObjectID, andTodo: String?, _ context: RuleContext
    ) -> [Step] {
        let suffix = andTodo.map { " AND \($0)" } ?? ""
        return [
            Step(
                .drop, id, title: "drop invalid \(id)", ["DROP INDEX CONCURRENTLY \(id.sql)"],
                guarded: .todo(
                    Question.exists("pg_index x", "x.indexrelid = \(Question.relation(id)) AND NOT x.indisvalid")),
                locks: context.lock(.shareUpdateExclusive, relation), isTransactional: false, isConditional: true,
                reason: "a build that was broken off leaves an invalid index behind"),
            Step(
                .create, id,
                [
                    "CREATE \(unique ? "UNIQUE " : "")INDEX CONCURRENTLY \(SQL.identifier(id.name)) ON \(relation.sql) \(body)"
                ], guarded: .todo("\(Question.relation(id)) IS NULL\(suffix)"),
                locks: context.lock(.shareUpdateExclusive, relation), isTransactional: false, scans: true, mayFailOnData: unique),
        ]
    }

    /// Builds the new one beside the old, so that queries always have one.
    static func exchange(_ after: Fact, body: String, _ relation: ObjectID, _ context: RuleContext) -> [Step] {
        let id = after.id
        let schema = relation.enclosingSchema
        let unique = after.bool(.unique)
        let new = ObjectID.index("plumbline_new_\(id.name)".prefixBytes(63), on: relation)
        let wanted =
            "CREATE \(unique ? "UNIQUE " : "")INDEX \(SQL.identifier(id.name)) ON \(SQL.qualified(schema, relation.name)) \(body)"
        let differs = "pg_catalog.pg_get_indexdef(\(Question.relation(id))) IS DISTINCT FROM \(SQL.literal(wanted))"
        let isOldThere = "\(Question.relation(id)) IS NOT NULL"
        return concurrently(new, unique: unique, body: body, relation, andTodo: differs, context) + [
            Step(
                .drop, id, title: "drop \(id), which is replaced", ["DROP INDEX CONCURRENTLY \(id.sql)"],
                guarded: .todo("\(Question.exists(new)) AND \(isOldThere)"),
                locks: context.lock(.shareUpdateExclusive, relation), isTransactional: false),
            Step(
                .alter, id, title: "rename \(new) to \(id.name)",
                ["ALTER INDEX \(new.sql) RENAME TO \(SQL.identifier(id.name))"],
                guarded: .todo("\(Question.exists(new)) AND NOT (\(isOldThere))"),
                locks: context.lock(.shareUpdateExclusive, relation)),
        ]
    }
}
