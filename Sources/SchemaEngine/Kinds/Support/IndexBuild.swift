import SchemaModel

/// Index builds that let reads and writes go on (PostgreSQL's manual, "Building Indexes Concurrently").
enum IndexBuild {
    /// Drops what a broken build left, then builds.
    static func concurrently(
        _ id: ObjectID, unique: Bool, body: String, _ relation: ObjectID, andPending: String?, _ context: PlanContext,
        questions: [Step.Question] = [], for builtFor: ObjectID? = nil
    ) -> [Step] {
        let suffix = andPending.map { " AND \($0)" } ?? ""
        var build = Step(
            .create, id,
            [
                "CREATE \(unique ? "UNIQUE " : "")INDEX CONCURRENTLY \(SQL.identifier(id.name)) ON \(relation.sql) \(body)"
            ], when: .pending("\(CatalogCheck.relation(id)) IS NULL\(suffix)"),
            locks: context.lock(.shareUpdateExclusive, relation), isTransactional: false,
            hazards: unique ? [.scan, .mayFailOnData] : [.scan])
        build.questions = questions
        build.builtFor = builtFor
        return [
            Step(
                .drop, id, title: "drop invalid \(id)", ["DROP INDEX CONCURRENTLY \(id.sql)"],
                when: .pending(
                    CatalogCheck.rows("pg_index x", "x.indexrelid = \(CatalogCheck.relation(id)) AND NOT x.indisvalid")),
                locks: context.lock(.shareUpdateExclusive, relation), isTransactional: false, isRecovery: true,
                reason: "a build that was broken off leaves an invalid index behind"),
            build,
        ]
    }

    /// The name of an index until it takes the name that another still has.
    static func temporary(_ id: ObjectID, on relation: ObjectID) -> ObjectID { .index(TemporaryName.of(id.name), on: relation) }

    /// Builds the new one beside the old, so that queries always have one.
    ///
    /// - Parameter isReferenced: whether foreign keys hold on to the old one, so that it goes in the transaction that adds them again.
    static func exchange(
        _ after: Fact, body: String, _ relation: ObjectID, isReferenced: Bool, _ context: PlanContext
    ) -> [Step] {
        let id = after.id
        let schema = relation.enclosingSchema
        let unique = after.bool(.unique)
        let new = temporary(id, on: relation)
        let wanted =
            "CREATE \(unique ? "UNIQUE " : "")INDEX \(SQL.identifier(id.name)) ON \(SQL.qualified(schema, relation.name)) \(body)"
        let differs = "pg_catalog.pg_get_indexdef(\(CatalogCheck.relation(id))) IS DISTINCT FROM \(SQL.literal(wanted))"
        let isOldThere = "\(CatalogCheck.relation(id)) IS NOT NULL"
        let build = concurrently(
            new, unique: unique, body: after.written(.body) ?? body, relation, andPending: differs, context,
            questions: LiveQuestions.duplicates(ofIndex: after, context), for: id)
        if isReferenced {
            return build + [
                .alter(
                    after, title: "exchange \(id) for its new form", ["DROP INDEX \(id.sql)", rename(new, to: id)],
                    when: .pending(CatalogCheck.exists(new)), locks: context.lock(.accessExclusive, relation),
                    reason: "the new index exists already, so that this is brief")
            ]
        }
        return build + [
            Step(
                .drop, id, title: "drop \(id), which is replaced", ["DROP INDEX CONCURRENTLY \(id.sql)"],
                when: .pending("\(CatalogCheck.exists(new)) AND \(isOldThere)"),
                locks: context.lock(.shareUpdateExclusive, relation), isTransactional: false),
            Step(
                .alter, id, title: "rename \(new) to \(id.name)", [rename(new, to: id)],
                when: .pending("\(CatalogCheck.exists(new)) AND NOT (\(isOldThere))")),
        ]
    }

    static func rename(_ new: ObjectID, to id: ObjectID) -> String {
        "ALTER INDEX \(new.sql) RENAME TO \(SQL.identifier(id.name))"
    }
}
