import SchemaModel

/// The type of a constraint. Raw values are those of ``Attribute/constraintType``.
enum ConstraintType: String, Sendable {
    case primaryKey = "primary key"
    case unique
    case check
    case foreignKey = "foreign key"
    case exclude
    /// A NOT NULL constraint that is more than the column's own attribute.
    case notNull = "not null"

    /// True when an index stands behind it.
    var hasIndex: Bool {
        switch self {
        case .primaryKey, .unique, .exclude: true
        case .check, .foreignKey, .notNull: false
        }
    }
}

extension Fact {
    /// The type of a constraint; nil for another kind of object.
    var constraintType: ConstraintType? { text(.constraintType).flatMap(ConstraintType.init) }
}

/// A constraint of a table or of a domain.
struct ConstraintKind: Kind {
    let kind = ObjectKind.constraint

    func queries(_ version: Int) -> [CatalogQuery] {
        let row = CatalogQuery.Row(catalog: "pg_constraint", oid: "k.oid")
        let type = """
            CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key'
                WHEN 'x' THEN 'exclude' WHEN 'n' THEN 'not null' ELSE k.contype::text END
            """
        return [
            CatalogQuery(
                kind, at: row, in: .init(catalog: "pg_class", oid: "k.conrelid"), name: "k.conname",
                [
                    .constraintType: type, .definition: "pg_catalog.pg_get_constraintdef(k.oid)", .notValid: "NOT k.convalidated",
                    .columns: """
                    (SELECT array_agg((SELECT a.attname FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid = k.conrelid AND a.attnum = u.number) ORDER BY u.place)
                        FROM unnest(k.conkey) WITH ORDINALITY u(number, place) WHERE u.number <> 0)
                    """,
                    .referencedColumns: """
                    CASE WHEN k.contype = 'f' THEN (SELECT array_agg(a.attname ORDER BY u.place)
                        FROM unnest(k.confkey) WITH ORDINALITY u(number, place)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) END
                    """,
                    .checkExpression: "CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END",
                    .keyExpressions: "CASE WHEN k.contype = 'x' THEN \(IndexKind.keys("k.conindid")) END",
                    .predicate: "CASE WHEN k.contype = 'x' THEN pg_catalog.pg_get_expr(x.indpred, x.indrelid) END",
                    .operators: """
                    CASE WHEN k.contype = 'x' THEN (SELECT array_agg(o.oprname::text ORDER BY u.place)
                        FROM unnest(k.conexclop) WITH ORDINALITY u(oid, place) JOIN pg_catalog.pg_operator o ON o.oid = u.oid) END
                    """,
                    .nullsNotDistinct: version >= 150_000 ? "k.contype = 'u' AND x.indnullsnotdistinct" : "false",
                    .deferrable: "k.condeferrable", .deferred: "k.condeferred",
                    .notEnforced: version >= 180_000 ? "NOT k.conenforced" : "false",
                    .period: version >= 180_000 ? "k.conperiod" : "false",
                    .noInherit: "k.contype IN ('c', 'n') AND k.connoinherit",
                    .indexBody: "CASE WHEN k.contype IN ('p', 'u') THEN \(IndexKind.body("k.conindid")) END",
                    .options: "CASE WHEN k.contype IN ('p', 'u', 'x') THEN \(Where.options("i.reloptions")) END",
                    .tablespace: """
                    CASE WHEN k.contype IN ('p', 'u', 'x') THEN
                        (SELECT s.spcname::text FROM pg_catalog.pg_tablespace s WHERE s.oid = i.reltablespace) END
                    """,
                    .isReplicaIdentity: "k.contype IN ('p', 'u', 'x') AND x.indisreplident",
                    .clustered: "k.contype IN ('p', 'u', 'x') AND x.indisclustered",
                    .indexColumns: "CASE WHEN k.conparentid <> 0 THEN \(IndexKind.columnNames("k.conindid")) END",
                    .attachedTo: """
                    CASE WHEN k.conparentid <> 0 THEN (SELECT ARRAY[pn.nspname, pc.relname, pk.conname]
                        FROM pg_catalog.pg_constraint pk JOIN pg_catalog.pg_class pc ON pc.oid = pk.conrelid
                        JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace WHERE pk.oid = k.conparentid) END
                    """,
                ],
                from: """
                    pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    LEFT JOIN pg_catalog.pg_class i ON i.oid = k.conindid
                    LEFT JOIN pg_catalog.pg_index x ON x.indexrelid = k.conindid
                    WHERE (k.contype IN ('p', 'u', 'c', 'f', 'x') OR \(NotNullConstraint.isOwnFact)) AND (k.conparentid = 0 OR k.contype IN ('p', 'u', 'x'))
                    AND (k.conislocal OR k.contype <> 'c')
                    AND c.relkind IN ('r', 'p', 'f') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """, comparison: Self.comparison),
            CatalogQuery(
                kind, at: row, in: .init(catalog: "pg_type", oid: "k.contypid"), name: "k.conname",
                [
                    .constraintType: type, .definition: "pg_catalog.pg_get_constraintdef(k.oid)", .notValid: "NOT k.convalidated",
                    .checkExpression: "pg_catalog.pg_get_expr(k.conbin, 0)",
                ],
                from: """
                    pg_catalog.pg_constraint k JOIN pg_catalog.pg_type t ON t.oid = k.contypid
                    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    WHERE k.contypid <> 0 AND (k.contype = 'c' OR \(NotNullConstraint.isOwnFactOfDomain)) AND \(Where.userSchema()) AND \(Where.own("pg_type", "t.oid"))
                    """),
        ]
    }

    /// Keys of all sorts are their columns; only a check and an exclusion constraint have expressions, which are worded.
    private static let comparison: CatalogQuery.Comparison = {
        let isForeignKey = """
            k.contype = 'f' AND k.confdelsetcols IS NULL AND \(Where.own("pg_class", "k.confrelid"))
            """
        return CatalogQuery.Comparison(
            attributes: [
                .definition: [
                    "CASE WHEN NOT (k.contype IN ('p', 'u') OR \(isForeignKey)) THEN pg_catalog.pg_get_constraintdef(k.oid) END",
                    "CASE WHEN \(isForeignKey) THEN ARRAY[k.confupdtype, k.confdeltype, k.confmatchtype] END",
                    "CASE WHEN k.contype IN ('p', 'u') THEN x.indnkeyatts END",
                    "CASE WHEN k.contype IN ('p', 'u') THEN x.indnullsnotdistinct END",
                ],
                .constraintType: ["k.contype"], .columns: [],
                .tablespace: [
                    "CASE WHEN k.contype IN ('p', 'u', 'x') AND i.reltablespace <> 0 THEN \(IndexKind.tablespace) END"
                ],
            ],
            columns: [
                .init(relation: "k.conrelid", numbers: "k.conkey"),
                .init(relation: "CASE WHEN \(isForeignKey) THEN k.confrelid END", numbers: "k.confkey"),
                .init(relation: "CASE WHEN k.contype IN ('p', 'u') THEN k.conrelid END", numbers: "x.indkey"),
            ])
    }()

    private static func condition(_ id: ObjectID) -> String {
        guard let owner = id.parent else { return "false" }
        let place =
            owner.kind == .domain ? "k.contypid = \(CatalogCheck.type(owner))" : "k.conrelid = \(CatalogCheck.relation(owner))"
        return "\(place) AND k.conname = \(SQL.literal(id.name))"
    }

    static func exists(_ id: ObjectID, and condition: String? = nil) -> String {
        CatalogCheck.rows("pg_constraint k", self.condition(id) + (condition.map { " AND \($0)" } ?? ""))
    }

    func location(_ id: ObjectID) -> CatalogLocation? {
        CatalogLocation(catalog: "pg_constraint", oid: CatalogCheck.oid("pg_constraint k", "k.oid", where: Self.condition(id)))
    }

    func exists(_ id: ObjectID) -> String { Self.exists(id) }

    func reference(_ id: ObjectID, _ fact: Fact?) -> String? {
        guard let owner = id.parent else { return nil }
        return "CONSTRAINT \(SQL.identifier(id.name)) ON \(owner.kind == .domain ? "DOMAIN " : "")\(owner.sql)"
    }

    let security: SecuritySource? = nil

    func namespaces(_ fact: Fact) -> [Namespace] {
        var result = fact.constraintType?.hasIndex == true ? [Namespace.relation(fact.id)] : []
        // A table has one primary key, whatever its name.
        if fact.constraintType == .primaryKey, let table = fact.id.parent {
            result.append(Namespace(space: .other(kind), schema: table.schema ?? "", name: table.name))
        }
        return result
    }

    let order = Order(rank: 3)

    // MARK: Steps

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] {
        context.notNulls.steps(at: fact.id, context) ?? ConstraintAddition.steps(fact, context)
    }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        if let steps = context.notNulls.steps(at: after.id, context) { return .steps(steps) }
        guard let owner = after.id.parent else { return .steps([]) }
        var rest = changed.subtracting([.isReplicaIdentity, .clustered])
        var steps: [Step] = []
        if rest.contains(.attachedTo) {
            switch Attachment(before, after, context).result {
            case .steps(let attaching): steps += attaching
            case .replace(let reason): return .replace(reason)
            case .impossible(let reason): return .impossible(reason)
            }
            rest.remove(.attachedTo)
        }
        if rest.contains(.options) {
            let index = "ALTER INDEX \(SQL.qualified(owner.enclosingSchema, after.id.name))"
            steps += OptionsText.changes(before, after).map {
                .alter(after, title: "set storage parameters of \(after.id)", ["\(index) \($0)"])
            }
            rest.remove(.options)
        }
        if rest.contains(.tablespace) {
            steps.append(
                .alter(
                    after, title: "move \(after.id) to another tablespace",
                    [
                        "ALTER INDEX \(SQL.qualified(owner.enclosingSchema, after.id.name)) SET TABLESPACE "
                            + SQL.identifier(after.text(.tablespace) ?? "pg_default")
                    ], locks: context.lock(.accessExclusive, owner), hazards: [.rewrite]))
            rest.remove(.tablespace)
        }
        if after.constraintType == .notNull, before.constraintType == .notNull, !rest.contains(.columns) {
            return .steps(NotNullConstraint.changes(before, after, context))
        }
        if after.constraintType == .foreignKey, rest.contains(.notEnforced), !after.bool(.notValid) || after.bool(.notEnforced),
            rest.isSubset(of: [.notEnforced, .notValid, .definition]),
            ConstraintText.withoutEnforcement(before) == ConstraintText.withoutEnforcement(after)
        {
            let isEnforced = !after.bool(.notEnforced)
            steps.append(
                .alter(
                    after, title: "\(isEnforced ? "enforce" : "stop enforcing") \(after.id)",
                    [
                        "\(ConstraintText.alter(owner)) ALTER CONSTRAINT \(SQL.identifier(after.id.name)) "
                            + (isEnforced ? "ENFORCED" : "NOT ENFORCED")
                    ],
                    locks: context.lock(.accessExclusive, owner)
                        + ConstraintText.lockReferenced(isEnforced ? .shareRowExclusive : .accessExclusive, after, context),
                    hazards: isEnforced ? [.scan, .mayFailOnData] : []))
            rest = []
        }
        let deferral: Set<Attribute> = [.deferrable, .deferred]
        if after.constraintType == .foreignKey, !rest.isDisjoint(with: deferral),
            rest.isSubset(of: deferral.union([.definition])),
            ConstraintText.withoutDeferral(before) == ConstraintText.withoutDeferral(after)
        {
            let clause = ConstraintText.deferral(after) ?? "NOT DEFERRABLE"
            steps.append(
                .alter(
                    after, title: "change when \(after.id) is checked",
                    ["\(ConstraintText.alter(owner)) ALTER CONSTRAINT \(SQL.identifier(after.id.name)) \(clause)"],
                    locks: context.lock(.accessExclusive, owner)))
            rest.subtract(deferral.union([.definition]))
        }
        if rest.contains(.notValid), rest.isSubset(of: [.notValid, .definition]), before.bool(.notValid),
            before.text(.definition) == (after.text(.definition) ?? "") + " NOT VALID"
        {
            steps.append(ConstraintAddition.validate(after, owner, context))
            rest = []
        }
        guard rest.isEmpty else {
            if Self.isExchanged(before, after, changed, context) { return .steps(KeyExchange.steps(after, context)) }
            if ConstraintExchange.isPossible(before, after, from: context.from, to: context.to) {
                return .steps(ConstraintExchange.steps(before, after, context))
            }
            return .replace("a constraint's definition cannot be changed in place")
        }
        if changed.contains(.isReplicaIdentity) || changed.contains(.clustered) {
            let marks = IndexText.marks(before: before, after: after, context)
            if !marks.isEmpty {
                steps.append(
                    .alter(
                        after, title: "mark the index of \(after.id)", marks,
                        locks: IndexText.lock(owner, marking: before, after, context)))
            }
        }
        return .steps(steps)
    }

    /// True if another form of a key takes its place, rather than parts of it being set.
    private static func isExchanged(
        _ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext
    ) -> Bool {
        !changed.subtracting([.isReplicaIdentity, .clustered, .options, .tablespace, .attachedTo]).isEmpty
            && KeyExchange.isPossible(before, after, from: context.from, to: context.to)
    }

    let isRenamedUnasked = true

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        guard let owner = new.parent else { return nil }
        // A child's is renamed with its parent's.
        if Self.inheritedSource(.constraint(fact.id.name, on: owner), fact, in: state) != nil { return nil }
        let name = SQL.identifier(new.name)
        if fact.constraintType?.hasIndex == true {
            return .rename(
                fact, to: new, ["ALTER INDEX \(SQL.qualified(owner.enclosingSchema, fact.id.name)) RENAME TO \(name)"])
        }
        let relations = owner.kind == .domain ? [] : TableKind.tree(owner, in: state)
        return .rename(
            fact, to: new, ["\(ConstraintText.alter(owner)) RENAME CONSTRAINT \(SQL.identifier(fact.id.name)) TO \(name)"],
            locks: relations.map { Step.Lock(.accessExclusive, on: $0.path) })
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        if let steps = context.notNulls.steps(at: fact.id, context) { return steps }
        guard let owner = fact.id.parent else { return [] }
        if fact.constraintType == .notNull, let steps = NotNullConstraint.drop(fact, context) { return steps }
        var children: [String] = []
        if fact.constraintType == .notNull, let column = fact.texts(.columns)?.first {
            children = NotNull.dropsOfChildren(.column(column, of: owner), of: owner, context)
        }
        return [
            .drop(
                fact, ["\(ConstraintText.alter(owner)) DROP CONSTRAINT \(SQL.identifier(fact.id.name))"] + children,
                locks: ConstraintText.lock(.accessExclusive, fact, context)
                    + ConstraintText.lockReferenced(.accessExclusive, fact, context))
        ]
    }

    // MARK: Effects on others

    /// A child's own check that is its parent's too cannot be dropped, and the one that it keeps when it leaves is there already.
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        KeyExchange.adjust(&changes)
        for id in changes.drops.sorted() where id.kind == kind && !changes.creates.contains(id) {
            guard let table = id.parent, !changes.drops.contains(table) else { continue }
            // A foreign key of a partition that equals one of its parent becomes a part of that, whatever its name.
            if let fact = context.from[id], let source = Self.equalForeignKey(fact, in: context.to),
                changes.creates.contains(source)
            {
                changes.forget(id)
                continue
            }
            guard let source = Self.inheritedSource(id, context.from[id], in: context.to) else { continue }
            leaveToParent(id, source, &changes)
        }
        for id in changes.creates where id.kind == kind && !changes.drops.contains(id) {
            guard let table = id.parent, !changes.creates.contains(table) else { continue }
            // A foreign key that a partitioned table loses goes from its partitions too.
            let source = Self.inheritedSource(id, context.to[id], in: context.from)
            guard let source, let parent = source.parent else { continue }
            // A child that leaves keeps the check; one that stays declares it too, or after its parent's has gone.
            let isCheck = context.to[id]?.constraintType == .check
            let isLeft = !TableKind.ancestors(of: table, in: context.to).contains(parent)
            if isLeft || !isCheck && context.to[source] != nil { changes.forget(id) }
        }
        replaceOtherwiseEnforced(&changes)
    }

    /// The foreign key of a partitioned table that an equal one of a partition belongs to.
    private static func equalForeignKey(_ fact: Fact, in state: CatalogState) -> ObjectID? {
        guard fact.constraintType == .foreignKey, let table = fact.id.parent, state[table]?.partitionParent != nil else {
            return nil
        }
        return TableKind.ancestors(of: table, in: state).flatMap { ConstraintText.foreignKeys(of: $0, in: state) }
            .first { $0[.definition] == fact[.definition] }?.id
    }

    /// The constraint of a parent that a child's own is too; nil where there is none.
    static func inheritedSource(_ id: ObjectID, _ fact: Fact?, in state: CatalogState) -> ObjectID? {
        guard let table = id.parent, let fact else { return nil }
        if fact.constraintType == .foreignKey, let parent = state[table]?.partitionParent {
            let source = ObjectID.constraint(id.name, on: parent)
            return state[source]?[.definition] == fact[.definition] ? source : nil
        }
        guard fact.constraintType == .check else { return nil }
        return TableKind.ancestors(of: table, in: state).lazy.compactMap { state[.constraint(id.name, on: $0)] }
            .first { $0.constraintType == .check && !$0.bool(.noInherit) && $0[.definition] == fact[.definition] }?.id
    }

    func enclosingCreation(_ fact: Fact, _ creation: Creation) -> ObjectID? {
        guard let table = fact.id.parent else { return nil }
        if fact.isAttached { return Attachment.enclosingCreation(fact, creation) }
        guard table.kind.hasOwnColumns, creation.isCreated(table) else { return nil }
        if fact.constraintType == .foreignKey, !ConstraintText.allReferenced(fact).allSatisfy(creation.isCreated) { return nil }
        // CREATE TABLE takes no NOT VALID.
        if fact.bool(.notValid) { return nil }
        return table
    }

    func enclosingDrop(_ fact: Fact, _ removal: Removal) -> ObjectID? {
        if let parent = Attachment.enclosingDrop(fact, removal) { return parent }
        guard let ancestor = removal.droppedAncestor(of: fact.id) else { return nil }
        if Self.keepsPartitions(fact, in: removal.from) { return nil }
        // A table that goes to quarantine does not take its foreign keys along.
        if removal.options.quarantine != nil, fact.constraintType == .foreignKey,
            !ConstraintText.allReferenced(fact).allSatisfy(removal.isDropped)
        {
            return nil
        }
        return ancestor
    }

    /// True for the foreign key of a partitioned table to itself, while which stands PostgreSQL drops no partition.
    private static func keepsPartitions(_ fact: Fact, in state: CatalogState) -> Bool {
        guard let table = fact.id.parent, fact.constraintType == .foreignKey, state[table]?[.partitionBy] != nil else {
            return false
        }
        return ConstraintText.allReferenced(fact).contains(table)
    }

    func separation(_ fact: Fact) -> Int? { fact.constraintType == .foreignKey ? 0 : 2 }

    /// A check over a rebuilt type names the old type, and a foreign key holds on to its key's index; PostgreSQL carries constraints
    /// over columns along. A key is over columns alone: it stays, so that its table is never without it.
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool {
        let isKey = fact.constraintType == .primaryKey || fact.constraintType == .unique
        return (isKey || !change.isRebuiltType) && change != .rangeType && change != .constraint && change != .index
    }

    /// The constraints that depend on a key that is exchanged.
    func invalidates(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> [ObjectID] {
        Self.isExchanged(before, after, changed, context) ? [after.id] : []
    }

    func complete(_ steps: inout [Step], _ context: PlanContext) { KeyExchange.moveBuildsForward(&steps, context) }

    /// An attached constraint is detached together with its table.
    func outlives(_ replaced: ObjectID, _ before: Fact, _ after: Fact) -> Bool {
        replaced.kind == .table && before.isAttached && !after.isAttached
    }

    /// A foreign key to the index of a key that goes: a new foreign key takes any unique index that fits, so the old one goes first.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        Attachment.addEdges(id, verb, &edges)
        edges.changes.notNulls.addEdges(id, &edges)
        if let fact = edges.to[id] ?? edges.from[id], fact.constraintType == .notNull { NotNullConstraint.addEdges(fact, &edges) }
        if let domain = id.parent, domain.kind == .domain {
            // PostgreSQL adds no check to a domain of which a column has an array, and a new table may not fit one that goes.
            for column in edges.to.dependents(of: domain) where column.kind == .column {
                edges.before(edges.creation(of: column))
            }
        }
        if verb == .drop { addEdgesOfRemoval(id, &edges) }
        guard verb != .drop, let fact = edges.to[id] else { return }
        // A table has one primary key: the one that becomes something else makes room.
        if fact.constraintType == .primaryKey, let table = id.parent {
            for old in edges.from.children(of: table) where old.constraintType == .primaryKey && old.id != id {
                edges.after(edges.removal(of: old.id))
                edges.after(edges.alteration(of: old.id))
            }
            // NOT NULL comes to a partition from its parent, by the parent's name for it.
            if verb == .create, edges.from[table] != nil {
                for name in fact.texts(.columns) ?? [] {
                    var column = ColumnKind.parentColumn(of: .column(name, of: table), in: edges.to)
                    while let parent = column {
                        edges.after(edges.alteration(of: parent))
                        edges.after(NotNullConstraint.of(parent, in: edges.to).flatMap { edges.creation(of: $0.id) })
                        column = ColumnKind.parentColumn(of: parent, in: edges.to)
                    }
                }
            }
        }
        guard verb == .create else { return }
        if let table = id.parent, fact.constraintType == .check || fact.constraintType == .foreignKey {
            // A parent's of the same name goes first, and the one that the child has from it. An equal check is declared for the child
            // while it has the parent's, so that it holds all the time; a partition declares none of its parent's.
            for parent in TableKind.ancestors(of: table, in: edges.from) {
                let source = ObjectID.constraint(id.name, on: parent)
                let isEqual =
                    fact.constraintType == .check && edges.from[source]?[.definition] == fact[.definition]
                    && edges.to[source] == nil
                    && edges.from[source]?.bool(.noInherit) == false && edges.from[table]?.partitionParent == nil
                    && edges.removal(of: id) == nil
                if isEqual { edges.before(edges.removal(of: source)) } else { edges.after(edges.removal(of: source)) }
            }
        }
        // A child has the check that it declares before it joins a parent that has it too.
        if let table = id.parent, fact.constraintType == .check, edges.from[table] != nil,
            edges.from[table]?[.inherits] != edges.to[table]?[.inherits], edges.from[id] == nil,
            TableKind.parents(of: table, in: edges.to).contains(where: { edges.to[.constraint(id.name, on: $0)] != nil })
        {
            edges.before(edges.alteration(of: table))
        }
        if let table = id.parent, fact.constraintType == .check, !fact.bool(.noInherit), edges.from[table] != nil {
            // A child's of the same name goes before its parent's comes.
            for child in TableKind.tree(table, in: edges.from).dropFirst() {
                edges.after(edges.removal(of: .constraint(id.name, on: child)))
            }
        }
        for change in NotNullConstraint.changes(thatFree: id, edges) { edges.after(change) }
        if fact.constraintType == .notNull, let table = id.parent, let column = fact.texts(.columns)?.first {
            InheritedNotNull.addEdges(.column(column, of: table), edges.node, &edges)
        }
        // An inherited constraint gets a name of its own once its partition is detached.
        if fact.constraintType == .notNull, let table = id.parent,
            edges.from[table]?.partitionParent != nil
                && edges.to[table]?.partitionParent == nil || edges.from[table]?[.inherits] != edges.to[table]?[.inherits]
        {
            edges.after(edges.alteration(of: table))
        }
        guard fact.constraintType == .foreignKey else { return }
        // An equal one of the parent, which may have been made of the partition's own, takes that along.
        if let table = id.parent, edges.from[table] != nil {
            for parent in TableKind.ancestors(of: table, in: edges.from) {
                for key in ConstraintText.foreignKeys(of: parent, in: edges.from) where key[.definition] == fact[.definition] {
                    edges.after(edges.removal(of: key.id))
                }
            }
            // One that a partition keeps when it leaves is dropped with that step.
            if edges.from[table]?.partitionParent != nil, edges.to[table]?.partitionParent == nil {
                edges.after(edges.alteration(of: table))
            }
        }
        let tables = ConstraintText.allReferenced(fact)
        for (key, change) in Array(edges.graph.removal) + Array(edges.graph.alteration)
        where Self.isReferable(key, on: tables, in: edges.from) {
            edges.add(change, edges.node)
        }
    }

    /// A foreign key goes before any key that it may refer to: of several that fit, the server may have taken another one than the state
    /// says, depending on which was there first.
    private func addEdgesOfRemoval(_ id: ObjectID, _ edges: inout EdgeBuilder) {
        if let table = id.parent, edges.from[id]?.constraintType == .check {
            // A child's own check can go once its parent's has gone.
            for parent in TableKind.ancestors(of: table, in: edges.from) {
                let source = ObjectID.constraint(id.name, on: parent)
                guard let fact = edges.from[source], fact.constraintType == .check, !fact.bool(.noInherit) else { continue }
                edges.after(edges.removal(of: source))
            }
        }
        guard let fact = edges.from[id], fact.constraintType == .foreignKey else { return }
        if let table = id.parent, Self.keepsPartitions(fact, in: edges.from), edges.removal(of: table) != nil {
            for partition in TableKind.tree(table, in: edges.from).dropFirst() { edges.before(edges.removal(of: partition)) }
        }
        // One of another form makes room for its parent's of the same name, which a partition gets before it is attached.
        if let table = id.parent, let parent = edges.to[table]?.partitionParent, edges.from[table]?.partitionParent != parent,
            edges.to[.constraint(id.name, on: parent)] != nil
        {
            edges.before(edges.alteration(of: table))
        }
        let tables = ConstraintText.allReferenced(fact)
        for (key, removal) in edges.graph.removal where Self.isReferable(key, on: tables, in: edges.from) {
            edges.before(removal)
        }
    }

    /// True for a key or unique index of one of these tables, to which a foreign key can refer.
    private static func isReferable(_ id: ObjectID, on tables: [ObjectID], in state: CatalogState) -> Bool {
        guard let table = id.parent, tables.contains(table), let fact = state[id] else { return false }
        return fact.constraintType == .unique || fact.constraintType == .primaryKey || id.kind == .index && fact.bool(.unique)
    }
}
