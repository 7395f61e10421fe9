import SchemaModel

struct CompositeKind: Kind {
    let kind = ObjectKind.compositeType

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"), schema: "n.nspname", name: "c.relname",
                [
                    .viewColumns: """
                    (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                        'collation', \(ColumnKind.collation))) ORDER BY a.attnum)
                    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                    """
                ],
                from: """
                    pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind = 'c' AND \(Where.userSchema()) AND \(Where.own("pg_type", "c.reltype"))
                    """)
        ]
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        // Comments and privileges of a composite type are those of its row in pg_type.
        CatalogLocation(catalog: "pg_type", oid: CatalogCheck.type(id))
    }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TYPE \(id.sql)" }
    let canBeQuarantined = true
    let referenceOfKept: ReferenceOfKept? = .name
    let security: SecuritySource? = SecuritySource(
        catalog: "pg_class",
        from: "pg_catalog.pg_type t JOIN pg_catalog.pg_class tc ON tc.oid = t.typrelid AND tc.relkind = 'c'", oid: "tc.oid",
        owner: "t.typowner", locatedOID: "t.oid", acl: ("t.typacl", "T"))
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .types, rank: 0)

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        let definitions = CompositeField.all(of: fact).map(\.definition).joined(separator: ", ")
        return Quarantining.restoring("TYPE", .create(fact, ["CREATE TYPE \(fact.id.sql) AS (\(definitions))"]), context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if let rebuild = TypeRebuild.containing(after.id, from: context.from, to: context.to) {
            if let obstacle = rebuild.obstacle { return .impossible(obstacle) }
            return .steps(rebuild.root == after.id ? rebuild.steps(after, context) : [])
        }
        let old = CompositeField.all(of: before)
        let new = CompositeField.all(of: after)
        var actions = old.filter { o in !new.contains { $0.name == o.name } }.map { "DROP ATTRIBUTE \(SQL.identifier($0.name))" }
        for field in new {
            guard let was = old.first(where: { $0.name == field.name }) else {
                actions.append("ADD ATTRIBUTE \(field.definition)")
                continue
            }
            if was != field {
                actions.append(
                    "ALTER ATTRIBUTE \(SQL.identifier(field.name)) TYPE \(field.type)"
                        + (field.collation.map { " COLLATE \($0)" } ?? ""))
            }
        }
        // Tables of the type follow it.
        let tables = context.from.dependents(of: after.id).filter { table in
            [context.from, context.to].allSatisfy { $0[table]?.text(.ofType) == after.id.sql }
        }.sorted()
        let isTableType = !tables.isEmpty
        let statement =
            "ALTER TYPE \(after.id.sql) "
            + actions.map { isTableType ? "\($0) CASCADE" : $0 }.joined(separator: ", ")
        // The values of an attribute go with it wherever a column or another type holds them.
        let losesValues =
            old.contains { o in !new.contains { $0.name == o.name } }
            && context.from.dependents(of: after.id).contains {
                isTableType || ($0.kind == .column || $0.kind.isMadeOfTypes) && !$0.isInside(after.id)
            }
        let conversions = tables.flatMap { table in
            new.filter { field in old.contains { $0.name == field.name && $0 != field } }.compactMap { field -> Set<Hazard>? in
                let column = ObjectID.column(field.name, of: table)
                guard let before = context.from[column], let after = context.to[column] else { return nil }
                return ColumnAlteration.hazards(before, after, context)
            }
        }
        let hazards = conversions.reduce(into: Set<Hazard>(losesValues ? [.dataLoss] : [])) { $0.formUnion($1) }
        return .steps(
            actions.isEmpty
                ? []
                : [
                    .alter(
                        after, [statement], locks: tables.flatMap { context.lockTree(.accessExclusive, $0) },
                        hazards: hazards)
                ])
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }

    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool { old.compared == new.compared }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] { Quarantining.dropOrMove(fact, "TYPE", context) }

    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { change.isRebuiltType }

    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] {
        TypeRebuild.containing(after.id, from: context.from, to: context.to)?.invalidated ?? converted(before, after)
    }

    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) { TypeRebuild.adjust(kind, &changes) }

    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) { TypeRebuild.addEdges(id, verb, &edges) }

    /// The attributes that change their type in place, and the type with them.
    private func converted(_ before: Fact, _ after: Fact) -> [ObjectID] {
        guard case .convertsAttributes = CompositeChange(before, after) else { return [] }
        let new = Set(CompositeField.all(of: after))
        let names = CompositeField.all(of: before).filter { !new.contains($0) }.map(\.name)
        return [after.id] + names.map { .column($0, of: after.id) }
    }
}
