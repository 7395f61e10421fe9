import SchemaModel

struct EnumKind: Kind {
    let kind = ObjectKind.enumType

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_type", oid: "t.oid"), schema: "n.nspname", name: "t.typname",
                [
                    .labels: """
                    (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
                    """
                ],
                from: """
                    pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    WHERE t.typtype = 'e' AND \(Where.userSchema()) AND \(Where.own("pg_type", "t.oid"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_type", oid: CatalogCheck.type(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TYPE \(id.sql)" }
    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .name
    let security: SecuritySource? = .type("t.typtype = 'e'")
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let labels = (fact.texts(.labels) ?? []).map { SQL.literal($0) }.joined(separator: ", ")
        return Quarantining.restoring("TYPE", .create(fact, ["CREATE TYPE \(fact.id.sql) AS ENUM (\(labels))"]), context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if let online = OnlineRewrites.steps(of: after.id, context) { return .steps(online) }
        if let rebuild = TypeRebuild.containing(after.id, from: context.from, to: context.to) {
            if let obstacle = rebuild.obstacle { return .impossible(obstacle) }
            return .steps(rebuild.root == after.id ? rebuild.steps(after, context) : [])
        }
        return .steps(
            addLabels(after.id, old: before.texts(.labels) ?? [], new: after.texts(.labels) ?? [])
                + TypeRebuild.givingBack(after, of: after.id, context))
    }

    /// New labels in their places; each can be added in a transaction, but not be used in the same one.
    private func addLabels(_ id: ObjectID, old: [String], new: [String]) -> [Step] {
        var present = old
        return new.enumerated().compactMap { place, label in
            guard !present.containsBytes(of: label) else { return nil }
            var position = ""
            if place > 0 {
                position = " AFTER \(SQL.literal(new[place - 1]))"
            } else if let first = present.first {
                position = " BEFORE \(SQL.literal(first))"
            }
            present.append(label)
            let check = CatalogCheck.rows(
                "pg_enum e", "e.enumtypid = \(CatalogCheck.type(id)) AND e.enumlabel = \(SQL.literal(label))")
            var step = Step(
                .alter, id, title: "add value \(SQL.literal(label)) to \(id)",
                ["ALTER TYPE \(id.sql) ADD VALUE \(SQL.literal(label))\(position)"], when: .pending("NOT \(check)"))
            step.endsTransaction = true
            return step
        }
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func renameLabel(_ old: String, to new: String, of fact: Fact) -> Step? {
        let check = CatalogCheck.rows(
            "pg_enum e", "e.enumtypid = \(CatalogCheck.type(fact.id)) AND e.enumlabel = \(SQL.literal(old))")
        return .rename(
            Rename(from: .label(old, of: fact.id), to: .label(new, of: fact.id)),
            ["ALTER TYPE \(fact.id.sql) RENAME VALUE \(SQL.literal(old)) TO \(SQL.literal(new))"], when: .pending(check))
    }

    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool { old[.labels] == new[.labels] }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { Quarantining.dropOrMove(fact, "TYPE", context) }

    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { change.isRebuiltType }

    /// A rebuilt type takes along what names its labels, and everything over the columns of the type.
    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] {
        TypeRebuild.containing(after.id, from: context.from, to: context.to)?.invalidated ?? []
    }

    /// The rebuild sets the defaults of the type's columns.
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) { TypeRebuild.adjust(kind, &changes) }

    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        edges.changes.rewrites.addEdges(id, verb, &edges)
        TypeRebuild.addEdges(id, verb, &edges)
    }

    /// A new label is added before what uses the type is replaced: it must be committed before it is used.
    func isBlockedByDependents(_ before: Fact, _ after: Fact) -> Bool { !Self.keepsLabels(before, after) }

    /// True if the labels that are there stay, in their order.
    static func keepsLabels(_ before: Fact, _ after: Fact) -> Bool {
        let old = before[.labels]?.list ?? []
        return (after[.labels]?.list ?? []).filter(old.contains) == old
    }

    /// The labels of the first that the second does not have.
    static func removedLabels(_ before: Fact?, _ after: Fact?) -> [String] {
        let kept = after?.texts(.labels) ?? []
        return (before?.texts(.labels) ?? []).filter { !kept.containsBytes(of: $0) }
    }
}
