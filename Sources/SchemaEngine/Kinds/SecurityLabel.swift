import SchemaModel

/// A security label, which a provider such as SELinux reads. Setting one takes a server that has loaded the provider.
struct SecurityLabelKind: Kind {
    let kind = ObjectKind.securityLabel

    /// Labels of everything; those on what is not a fact find no parent and are left out. A composite type is known by its row in
    /// `pg_class`. The labels of subscriptions are in a catalog of the cluster, and come with these.
    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, parentClass: "CASE WHEN ct.oid IS NULL THEN l.classoid ELSE 'pg_catalog.pg_class'::regclass END",
                parentID: "coalesce(ct.typrelid, l.objoid)", parentColumn: "l.objsubid", name: "l.provider", [.text: "l.label"],
                from: """
                    pg_catalog.pg_seclabel l
                    LEFT JOIN pg_catalog.pg_type ct ON ct.oid = l.objoid AND l.classoid = 'pg_catalog.pg_type'::regclass
                        AND EXISTS (SELECT FROM pg_catalog.pg_class tc WHERE tc.oid = ct.typrelid AND tc.relkind = 'c')
                    WHERE l.objoid >= 16384 OR l.classoid = 'pg_catalog.pg_namespace'::regclass
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? { nil }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { nil }
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [] }
    let order = Order(rank: 11)
    let foldedAs: String? = "security labels"

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { label(.create, fact.id, fact.text(.text), context) }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        .steps(label(.alter, after.id, after.text(.text), context))
    }

    let isLeftOutOfCopies = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { label(.drop, fact.id, nil, context) }

    private func label(_ verb: Step.Verb, _ id: ObjectID, _ text: String?, _ context: PlanContext) -> [Step] {
        guard let object = id.parent,
            let reference = object.kind.definition.reference(object, context.fact(object))
        else { return [] }
        let wanted = text.map { SQL.literal($0) } ?? "NULL"
        return [
            Step(
                verb, id, title: text == nil ? "remove the security label on \(object)" : "label \(object)",
                ["SECURITY LABEL FOR \(SQL.identifier(id.name)) ON \(reference) IS \(wanted)"], when: .journal)
        ]
    }
}
