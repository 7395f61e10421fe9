import SchemaModel

/// An index of a table or materialized view; the one behind a key is part of the constraint.
struct IndexKind: Kind {
    let kind = ObjectKind.index

    /// An index's definition from USING on, as an expression over the oid of the index.
    static func body(_ oid: String) -> String {
        // The words before it are known; a name in them may hold anything.
        """
        (SELECT substr(pg_catalog.pg_get_indexdef(bx.indexrelid), 1 + length(format('CREATE %sINDEX %I ON %s%I.%I ',
            CASE WHEN bx.indisunique THEN 'UNIQUE ' END, bi.relname, CASE WHEN bc.relkind = 'p' THEN 'ONLY ' END, bn.nspname, bc.relname)))
        FROM pg_catalog.pg_index bx JOIN pg_catalog.pg_class bi ON bi.oid = bx.indexrelid
        JOIN pg_catalog.pg_class bc ON bc.oid = bx.indrelid JOIN pg_catalog.pg_namespace bn ON bn.oid = bc.relnamespace
        WHERE bx.indexrelid = \(oid))
        """
    }

    /// The keys of index `x` as expressions.
    static func keys(_ oid: String) -> String {
        """
        (SELECT array_agg(pg_catalog.pg_get_indexdef(\(oid), g.place, false) ORDER BY g.place)
            FROM generate_series(1, x.indnkeyatts) AS g(place))
        """
    }

    /// The names of an index's columns, of which PostgreSQL makes the index's own.
    static func columnNames(_ oid: String) -> String {
        """
        (SELECT array_agg(ia.attname ORDER BY ia.attnum) FROM pg_catalog.pg_attribute ia WHERE ia.attrelid = \(oid))
        """
    }

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "i.oid"), in: .init(catalog: "pg_class", oid: "x.indrelid"),
                name: "i.relname",
                [
                    .unique: "x.indisunique", .invalid: "NOT x.indisvalid",
                    .keyExpressions: "CASE WHEN x.indisunique OR x.indexprs IS NOT NULL THEN \(Self.keys("i.oid")) END",
                    .predicate: "pg_catalog.pg_get_expr(x.indpred, x.indrelid)",
                    .nullsNotDistinct: version >= 150_000 ? "x.indisunique AND x.indnullsnotdistinct" : "false",
                    .body: """
                    substr(pg_catalog.pg_get_indexdef(i.oid), 1 + length(format('CREATE %sINDEX %I ON %s%I.%I ',
                        CASE WHEN x.indisunique THEN 'UNIQUE ' END, i.relname, CASE WHEN c.relkind = 'p' THEN 'ONLY ' END,
                        n.nspname, c.relname)))
                    """,
                    .tablespace: Self.tablespace,
                    .isReplicaIdentity: "x.indisreplident", .clustered: "x.indisclustered",
                    .columnStatistics: """
                    CASE WHEN 0 = ANY (x.indkey) THEN
                        (SELECT jsonb_object_agg(ia.attnum, ia.attstattarget) FROM pg_catalog.pg_attribute ia
                        WHERE ia.attrelid = i.oid AND ia.attstattarget >= 0) END
                    """,
                    .indexColumns: "CASE WHEN i.relispartition THEN \(Self.columnNames("i.oid")) END",
                    .attachedTo: """
                    CASE WHEN i.relispartition THEN (SELECT ARRAY[pn.nspname, pc.relname, pi.relname]
                        FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_index px ON px.indexrelid = h.inhparent
                        JOIN pg_catalog.pg_class pi ON pi.oid = px.indexrelid JOIN pg_catalog.pg_class pc ON pc.oid = px.indrelid
                        JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace WHERE h.inhrelid = i.oid) END
                    """,
                ],
                from: """
                    pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                    JOIN pg_catalog.pg_class c ON c.oid = x.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind IN ('r', 'p', 'm') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
                    """, comparison: Self.comparison)
        ]
    }

    /// Most indexes are of plain columns, and what says so takes a tenth of the time of `pg_get_indexdef`.
    private static let comparison: CatalogQuery.Comparison = {
        // Only a B-tree of PostgreSQL's own operator classes has no parameters of operator classes.
        let isPlain = """
            x.indexprs IS NULL AND x.indpred IS NULL AND i.relam = 403 AND \(Where.allBuiltIn("x.indclass"))
                AND \(Where.allBuiltIn("x.indcollation"))
            """
        return CatalogQuery.Comparison(
            attributes: [
                .body: [
                    "CASE WHEN NOT (\(isPlain)) THEN pg_catalog.pg_get_indexdef(i.oid) END",
                    "CASE WHEN \(isPlain) THEN x.indclass END", "CASE WHEN \(isPlain) THEN x.indcollation END", "x.indoption",
                    "x.indnkeyatts", "x.indnullsnotdistinct", Where.options("i.reloptions"),
                ],
                .tablespace: ["CASE WHEN i.reltablespace <> 0 THEN \(Self.tablespace) END"],
            ],
            columns: [.init(relation: "x.indrelid", numbers: "x.indkey")])
    }()

    /// The tablespace of an index `i`, where it is not the database's own.
    static let tablespace = "(SELECT s.spcname::text FROM pg_catalog.pg_tablespace s WHERE s.oid = i.reltablespace)"

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_class", oid: CatalogCheck.relation(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "INDEX \(id.sql)" }
    /// An index has its table's owner.
    let security: SecuritySource? = nil
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(rank: 6)

    /// One that comes back with what it stands on, or takes the name of a key, comes where that one goes.
    func isBuiltLate(_ id: ObjectID, _ changes: ChangeSet) -> Bool {
        changes.exchanged[id] == nil && !Self.isRebuiltInPlace(id, from: changes.from, to: changes.to, changes.creates)
    }
    let foldedAs: String? = "indexes"

    func exists(_ id: ObjectID) -> String {
        CatalogCheck.rows("pg_index x", "x.indexrelid = \(CatalogCheck.relation(id)) AND x.indisvalid")
    }

    // MARK: Steps

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let relation = fact.id.parent, let body = fact.written(.body) else { return [] }
        // The indexes of a table that is made beside the old one come with it.
        if context.copies.of(relation) != nil { return [] }
        // In CREATE INDEX the tablespace stands before WHERE, inside of what `pg_get_indexdef` gives.
        let tablespace = fact.text(.tablespace).map { ["ALTER INDEX \(fact.id.sql) SET TABLESPACE \(SQL.identifier($0))"] } ?? []
        let after = tablespace + IndexText.marks(fact) + IndexText.statistics(fact)
        if isPartitioned(relation, context), fact.bool(.invalid) {
            // Not every partition has its own; those that have one are attached by hand.
            let attached = context.to.children(attachedTo: fact.id).sorted()
            return [
                .create(
                    fact, title: "create \(fact.id) without all of its partitions",
                    [
                        "CREATE \(fact.bool(.unique) ? "UNIQUE " : "")INDEX \(SQL.identifier(fact.id.name)) "
                            + "ON ONLY \(relation.sql) \(body)"
                    ]
                        + attached.map { "ALTER INDEX \(fact.id.sql) ATTACH PARTITION \($0.sql)" } + after,
                    locks: context.lock(.share, relation))
            ]
        }
        if isPartitioned(relation, context), !context.isNew(relation), context.from[fact.id] == nil {
            return PartitionedIndex(fact, body: body, relation, context).steps + finish(fact, after, relation, context)
        }
        // The index of the parent exists, and takes the new one.
        let attachment = fact.attachment(in: context.to).flatMap { parent -> String? in
            guard !context.created.contains(parent), !context.isNew(relation),
                context.from[relation]?[.partitionOf] == context.to[relation]?[.partitionOf]
            else { return nil }
            return "ALTER INDEX \(parent.sql) ATTACH PARTITION \(fact.id.sql)"
        }
        let finishing = (attachment.map { [$0] } ?? []) + after
        let isInPlace = Self.isRebuiltInPlace(fact.id, from: context.from, to: context.to, context.created)
        if isBuiltPlainly(relation, context) || isReplacedWithParent(fact, context) || isInPlace {
            return [
                Step(
                    .create, fact.id, [IndexText.create(fact, on: relation)] + finishing,
                    when: .pending("\(CatalogCheck.relation(fact.id)) IS NULL"), locks: context.lock(.share, relation),
                    hazards: context.isNew(relation) ? [] : fact.bool(.unique) ? [.scan, .mayFailOnData] : [.scan])
            ]
        }
        let questions = LiveQuestions.duplicates(ofIndex: fact, context)
        if KeyExchange.predecessor(ofIndex: fact, from: context.from, to: context.to) != nil {
            let new = IndexBuild.temporary(fact.id, on: relation)
            return IndexBuild.concurrently(
                new, unique: fact.bool(.unique), body: body, relation, andPending: nil, context, questions: questions,
                for: fact.id)
                + [
                    .alter(
                        fact, title: "rename \(new) to \(fact.id.name)", [IndexBuild.rename(new, to: fact.id)],
                        when: .pending(CatalogCheck.exists(new)))
                ] + finish(fact, finishing, relation, context)
        }
        return IndexBuild.concurrently(
            fact.id, unique: fact.bool(.unique), body: body, relation, andPending: nil, context, questions: questions)
            + finish(fact, finishing, relation, context)
    }

    /// True for an index that goes and comes back with a change of what it stands on, such as a rebuilt enum, and is built in the
    /// transaction of that change: a unique one, so that no duplicate comes in meanwhile, and one whose table is rewritten, since
    /// PostgreSQL builds all other indexes of that table then too.
    private static func isRebuiltInPlace(
        _ id: ObjectID, from: CatalogState, to: CatalogState, _ created: Set<ObjectID>
    ) -> Bool {
        guard created.contains(id), let before = from[id], to[id] != nil, !before.bool(.invalid), let relation = id.parent,
            relation.kind == .table, !created.contains(relation)
        else { return false }
        if before.bool(.unique) { return true }
        let types = before.dependencies.filter(\.kind.isRebuiltType)
        guard !types.isEmpty else { return false }
        return from.children(of: relation).contains { column in
            column.id.kind == .column && !column.dependencies.isDisjoint(with: types)
                && types.contains { TypeRebuild.containing($0, from: from, to: to) != nil }
        }
    }

    private func finish(_ fact: Fact, _ statements: [String], _ relation: ObjectID, _ context: PlanContext) -> [Step] {
        statements.isEmpty
            ? []
            : [
                .alter(
                    fact, title: "finish \(fact.id)", statements, locks: IndexText.lock(relation, marking: nil, fact, context))
            ]
    }

    /// An index that goes with its parent's, and comes back with it, in one transaction.
    private func isReplacedWithParent(_ fact: Fact, _ context: PlanContext) -> Bool {
        fact.attachment(in: context.to).map { context.from[$0] != nil && context.created.contains($0) } == true
            && context.from[fact.id] != nil
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        guard let relation = after.id.parent, let body = after.text(.body) else { return .steps([]) }
        var steps: [Step] = []
        let rest = changed.subtracting([.isReplicaIdentity, .clustered, .columnStatistics, .tablespace])
        if !rest.isEmpty {
            if PartitionedIndexExchange.includes(after, context) { return .steps([]) }
            if let exchange = PartitionedIndexExchange(after.id, context) { return .steps(exchange.steps) }
            if rest.contains(.attachedTo) {
                guard rest == [.attachedTo] || rest == [.attachedTo, .invalid] else {
                    return .replace("an index's definition cannot be changed in place")
                }
                switch Attachment(before, after, context).result {
                case .steps(let attaching): steps += attaching
                case .replace(let reason): return .replace(reason)
                case .impossible(let reason): return .impossible(reason)
                }
            } else {
                // The index of a partitioned table is valid once those of all partitions are.
                if rest == [.invalid], isPartitioned(relation, context) { return .steps([]) }
                if rest == [.invalid] || isBuiltPlainly(relation, context) || after.isAttached {
                    return .replace("an index's definition cannot be changed in place")
                }
                steps += IndexBuild.exchange(
                    after, body: body, relation, isReferenced: Self.isReferenced(after.id, context), context)
                let parts =
                    IndexText.marks(after) + IndexText.statistics(after) + CommentKind.statements(on: after.id, context)
                return .steps(steps + finish(after, parts, relation, context))
            }
        }
        var statements = IndexText.marks(before: before, after: after, context)
        if changed.contains(.columnStatistics) { statements += IndexText.statistics(before: before, after: after) }
        if changed.contains(.tablespace) {
            statements.append(
                "ALTER INDEX \(after.id.sql) SET TABLESPACE \(SQL.identifier(after.text(.tablespace) ?? "pg_default"))")
        }
        if !statements.isEmpty {
            steps.append(
                .alter(
                    after, title: "set what belongs to \(after.id)", statements,
                    locks: IndexText.lock(relation, marking: before, after, context),
                    hazards: changed.contains(.tablespace) ? [.rewrite] : []))
        }
        return .steps(steps)
    }

    /// The table is not locked.
    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? { .rename(fact, to: new) }
    let isRenamedUnasked = true

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        guard let relation = fact.id.parent else { return [] }
        let plainly = isBuiltPlainly(relation, context) || context.created.contains(fact.id) && context.to[fact.id] != nil
        var step = Step(
            .drop, fact.id, ["DROP INDEX \(plainly ? "" : "CONCURRENTLY ")\(fact.id.sql)"],
            when: .pending("\(CatalogCheck.relation(fact.id)) IS NOT NULL"),
            locks: plainly ? context.lockTree(.accessExclusive, relation) : context.lock(.shareUpdateExclusive, relation),
            isTransactional: plainly)
        if !plainly {
            step.inFile = ["DROP INDEX CONCURRENTLY IF EXISTS \(fact.id.sql)"]
            step.isRepeatable = true
        }
        return [step]
    }

    /// A new relation has no readers; an index of a partitioned table cannot be dropped concurrently, nor replaced unseen.
    private func isBuiltPlainly(_ relation: ObjectID, _ context: PlanContext) -> Bool {
        context.isNew(relation) || isPartitioned(relation, context)
    }

    private func isPartitioned(_ relation: ObjectID, _ context: PlanContext) -> Bool {
        context.fact(relation)?[.partitionBy] != nil
    }

    // MARK: Effects on others

    /// Replaces an index with those of partitions that are attached to it.
    private static func replace(_ id: ObjectID, because reason: String, _ changes: inout ChangeSet) {
        changes.replace(id, because: reason)
        for part in changes.from.children(attachedTo: id).sorted() where changes.to[part] != nil {
            replace(part, because: reason, &changes)
        }
    }

    /// True if a foreign key holds on to the index: one that is built beside cannot take its place unseen.
    private static func isReferenced(_ id: ObjectID, _ context: PlanContext) -> Bool {
        context.from.dependents(of: id).contains { context.from[$0]?.constraintType == .foreignKey }
    }

    /// Foreign keys that refer to an index whose definition changes.
    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] {
        let rest = changed.subtracting([.isReplicaIdentity, .clustered, .columnStatistics, .tablespace])
        return rest.isEmpty || rest.contains(.attachedTo) || !Self.isReferenced(after.id, context) ? [] : [after.id]
    }

    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? {
        fact.isAttached ? Attachment.enclosingCreation(fact, creation) : nil
    }

    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? {
        Attachment.enclosingDrop(fact, removal) ?? removal.droppedAncestor(of: fact.id)
    }

    /// A partial index over a rebuilt enum names the old type's labels; PostgreSQL carries indexes over columns along.
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { !change.isRebuiltType }

    /// An attached index is detached together with its table.
    func outlives(_ replaced: ObjectID, _ before: Fact, _ after: Fact) -> Bool {
        replaced.kind == .table && before.isAttached && !after.isAttached
    }

    /// PostgreSQL lets the index of a partition go only with that of the parent, which then comes back without it.
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        for (id, delta) in changes.alters.sorted(by: { $0.key < $1.key }) where id.kind == kind {
            guard delta.changed.contains(.body), let before = delta.before, !before.isAttached,
                let column = before.dependencies.sorted().first(where: { ColumnKind.isConverted($0, changes) })
            else { continue }
            Self.replace(id, because: "PostgreSQL would build its old form over the new type of \(column)", &changes)
        }
        PartitionedIndexExchange.adjust(&changes, context)
        for id in changes.drops.sorted() where id.kind == kind {
            guard let table = id.parent, let parent = changes.from[id]?.attachment(in: changes.from), changes.to[parent] != nil,
                !changes.drops.contains(parent), let after = changes.to[table], !changes.drops.contains(table),
                after[.partitionOf] == changes.from[table]?[.partitionOf]
            else { continue }
            changes.replace(parent, because: "\(id) goes, which is attached to it")
            for part in changes.from.children(attachedTo: parent) where changes.to[part] != nil {
                changes.replace(part, because: "it goes with \(parent), to which it is attached")
            }
        }
    }

    func complete(_ steps: inout [Step], _ context: PlanContext) { PartitionParts.finish(&steps, context) }

    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        Attachment.addEdges(id, verb, &edges)
        guard verb == .create, let table = id.parent, edges.to[id]?.bool(.invalid) == true else { return }
        // A partition that comes after an index of its parent gets one too.
        for partition in edges.to.partitions(of: table) {
            edges.after(edges.creation(of: partition))
            if edges.from[partition]?.partitionParent != table { edges.after(edges.alteration(of: partition)) }
        }
    }
}

/// The parts of an index that CREATE INDEX states, and those that it cannot state.
enum IndexText {
    static func create(_ fact: Fact, on relation: ObjectID, concurrently: Bool = false) -> String {
        "CREATE \(fact.bool(.unique) ? "UNIQUE " : "")INDEX \(concurrently ? "CONCURRENTLY " : "")"
            + "\(SQL.identifier(fact.id.name)) ON \(relation.sql) \(fact.written(.body) ?? "")"
    }

    /// The roles that an index, or the one behind a constraint, has for its table.
    static func marks(_ fact: Fact) -> [String] {
        guard let relation = fact.id.parent else { return [] }
        var statements: [String] = []
        if fact.bool(.isReplicaIdentity) {
            statements.append("ALTER TABLE \(relation.sql) REPLICA IDENTITY USING INDEX \(SQL.identifier(fact.id.name))")
        }
        if fact.bool(.clustered) {
            statements.append("ALTER \(relation.kind.alterKeyword) \(relation.sql) CLUSTER ON \(SQL.identifier(fact.id.name))")
        }
        return statements
    }

    static func marks(before: Fact, after: Fact, _ context: PlanContext) -> [String] {
        guard let relation = after.id.parent else { return [] }
        var statements: [String] = []
        if after.bool(.isReplicaIdentity), !before.bool(.isReplicaIdentity) {
            statements.append("ALTER TABLE \(relation.sql) REPLICA IDENTITY USING INDEX \(SQL.identifier(after.id.name))")
        }
        if after.bool(.clustered), !before.bool(.clustered) {
            statements.append("ALTER \(relation.kind.alterKeyword) \(relation.sql) CLUSTER ON \(SQL.identifier(after.id.name))")
        }
        let isOtherClustered = context.to.children(of: relation).contains { $0.bool(.clustered) }
        if before.bool(.clustered), !after.bool(.clustered), !isOtherClustered {
            statements.append("ALTER \(relation.kind.alterKeyword) \(relation.sql) SET WITHOUT CLUSTER")
        }
        return statements
    }

    /// The lock that marks and moves take on the table; what is set for the index alone locks the index alone.
    static func lock(_ relation: ObjectID, marking before: Fact?, _ after: Fact, _ context: PlanContext) -> [Step.Lock] {
        if after.bool(.isReplicaIdentity), before?.bool(.isReplicaIdentity) != true {
            return context.lock(.accessExclusive, relation)
        }
        return after.bool(.clustered) || before?.bool(.clustered) == true ? context.lock(.shareUpdateExclusive, relation) : []
    }

    /// The statistics targets of an index's expressions.
    static func statistics(_ fact: Fact) -> [String] {
        (fact[.columnStatistics]?.object ?? [:]).sorted { $0.key < $1.key }.map {
            "ALTER INDEX \(fact.id.sql) ALTER COLUMN \($0.key) SET STATISTICS \($0.value.json)"
        }
    }

    static func statistics(before: Fact, after: Fact) -> [String] {
        let old = before[.columnStatistics]?.object ?? [:]
        let new = after[.columnStatistics]?.object ?? [:]
        return Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map {
            "ALTER INDEX \(after.id.sql) ALTER COLUMN \($0) SET STATISTICS \(new[$0]?.json ?? "-1")"
        }
    }
}
