import SchemaModel

struct TableKind: Kind {
    let kind = ObjectKind.table

    func queries(_ version: Int) -> [CatalogQuery] {
        [
            CatalogQuery(
                kind, at: .init(catalog: "pg_class", oid: "c.oid"), schema: "n.nspname", name: "c.relname",
                [
                    .persistence: "CASE c.relpersistence WHEN 'u' THEN 'unlogged' END",
                    .partitionBy: "CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END",
                    .keyExpressions: """
                    CASE WHEN c.relkind = 'p' THEN (SELECT array_agg(ka.attname ORDER BY ka.attnum)
                        FROM pg_catalog.pg_partitioned_table pt JOIN pg_catalog.pg_attribute ka ON ka.attrelid = pt.partrelid
                            AND ka.attnum > 0 AND ka.attnum = ANY (pt.partattrs) WHERE pt.partrelid = c.oid) END
                    """,
                    .partitionOf: """
                    CASE WHEN c.relispartition THEN (SELECT ARRAY[pn.nspname, p.relname]
                        FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END
                    """,
                    .partitionBound: "pg_catalog.pg_get_expr(c.relpartbound, c.oid)",
                    .partitionCondition: "CASE WHEN c.relispartition THEN pg_catalog.pg_get_partition_constraintdef(c.oid) END",
                    .inherits: """
                    CASE WHEN NOT c.relispartition AND c.oid IN (SELECT h.inhrelid FROM pg_catalog.pg_inherits h)
                        THEN (SELECT jsonb_agg(jsonb_build_array(pn.nspname, p.relname) ORDER BY i.inhseqno)
                        FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                        JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END
                    """,
                    .ofType: "CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END",
                    .options: Where.options("c.reloptions"),
                    .toastOptions: Where.options("tc.reloptions"),
                    .rowSecurity: "c.relrowsecurity",
                    .forceRowSecurity: "c.relforcerowsecurity",
                    .accessMethod: Self.accessMethod,
                    .tablespace: "(SELECT s.spcname::text FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace)",
                    .replicaIdentity:
                        "CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' WHEN 'i' THEN 'index' END",
                ],
                from: """
                    pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    LEFT JOIN pg_catalog.pg_class tc ON tc.oid = c.reltoastrelid AND tc.reloptions IS NOT NULL
                    WHERE c.relkind IN ('r', 'p') AND \(Where.userSchema()) AND \(Where.own("pg_class", "c.oid"))
                    """,
                comparison: .init(attributes: [
                    .accessMethod: ["CASE WHEN c.relam NOT IN (0, 2) THEN \(Self.accessMethod) END"]
                ]))
        ]
    }

    /// The access method of a table `c`, where it is not PostgreSQL's own.
    private static let accessMethod =
        "(SELECT am.amname::text FROM pg_catalog.pg_am am WHERE am.oid = c.relam AND am.amname <> 'heap')"

    func location(_ id: ObjectID) -> CatalogLocation? { CatalogLocation(catalog: "pg_class", oid: CatalogCheck.relation(id)) }
    func reference(_ id: ObjectID, _ fact: Fact?) -> String? { "TABLE \(id.sql)" }
    let canBeQuarantined = true
    let security: SecuritySource? = .relation("c.relkind IN ('r', 'p')")
    func namespaces(_ fact: Fact) -> [Namespace] { [.relation(fact.id)] }
    let order = Order(group: .tables, rank: 0, alterationRank: 5)

    /// The tables whose columns a table has: the one that it is a partition of, or those that it inherits from.
    static func parents(of id: ObjectID, in state: CatalogState) -> [ObjectID] {
        guard let fact = state[id] else { return [] }
        return fact.partitionParent.map { [$0] } ?? fact.inheritanceParents
    }

    func create(_ fact: Fact, _ context: PlanContext) -> [Step] { TableCreation(fact, context).steps }

    func alter(_ before: Fact, _ after: Fact, _ changed: Set<Attribute>, _ context: PlanContext) -> Alteration {
        TableAlteration(before, after, changed, context).result
    }

    func rename(_ fact: Fact, to new: ObjectID, in state: CatalogState) -> Step? {
        .rename(fact, to: new, locks: [Step.Lock(.accessExclusive, on: fact.id.path)])
    }

    /// A table and those that have its columns from it.
    static func tree(_ table: ObjectID, in state: CatalogState) -> [ObjectID] {
        [table]
            + state.dependents(of: table).filter { parents(of: $0, in: state).contains(table) }.flatMap { tree($0, in: state) }
    }

    /// True for a table that is not partitioned, inherits from no table, and has no children.
    static func isAlone(_ table: ObjectID, in state: CatalogState) -> Bool {
        state[table]?[.partitionBy] == nil && parents(of: table, in: state).isEmpty && tree(table, in: state).count == 1
    }

    /// The tables that a table has its columns from, the nearest first.
    static func ancestors(of table: ObjectID, in state: CatalogState) -> [ObjectID] {
        parents(of: table, in: state).flatMap { [$0] + ancestors(of: $0, in: state) }
    }

    /// Half of the columns, by name and type.
    func resembles(_ old: Fact, _ new: Fact, from: CatalogState, to: CatalogState) -> Bool {
        func columns(_ fact: Fact, _ state: CatalogState) -> Set<[String]> {
            Set(
                state.children(of: fact.id).filter { $0.id.kind == .column }.map {
                    [$0.id.name, ColumnKind.effective($0, in: state).text(.type) ?? ""]
                })
        }
        let (gone, come) = (columns(old, from), columns(new, to))
        let most = max(gone.count, come.count)
        // A partition comes and goes with its bounds.
        return most > 0 && 2 * gone.intersection(come).count >= most && old.partitionParent == nil && new.partitionParent == nil
    }

    func drop(_ fact: Fact, _ context: PlanContext) -> [Step] {
        if let copy = TableCopy(of: fact.id, in: context.from, context) { return copy.move(fact) }
        if let quarantine = context.options.quarantine { return [Self.quarantined(fact, quarantine, context)] }
        let detach = Self.detachBeforeDrop(fact, context)
        return [
            .drop(
                fact, detach + ["DROP TABLE \(fact.id.sql)"],
                locks: context.lock(.accessExclusive, fact.id) + context.lock(.accessExclusive, fact.partitionParent)
                    + (detach.isEmpty ? [] : Self.siblings(of: fact, .accessExclusive, context))
                    + Self.defaultPartition(beside: fact, context) + Self.referenced(by: fact, context)
                    + context.lockOthers(.accessExclusive, below: fact.id),
                hazards: [.dataLoss])
        ]
    }

    /// Moves a table to quarantine. A partition is detached first if its parent stays, so that its rows are no longer part of the parent.
    private static func quarantined(_ fact: Fact, _ quarantine: Quarantine, _ context: PlanContext) -> Step {
        var step = Quarantining.move(fact, "TABLE", to: quarantine, context)
        guard let parent = fact.partitionParent, context.to[parent] != nil, !context.isNew(parent) else { return step }
        step.statements.insert("ALTER TABLE \(parent.sql) DETACH PARTITION \(fact.id.sql)", at: 0)
        step.locks += context.lock(.accessExclusive, parent) + defaultPartition(beside: fact, context)
        return step
    }

    /// The locks on the other partitions of a table that refers to itself: the keys between them change with the partitions.
    fileprivate static func siblings(of fact: Fact, _ mode: LockMode, _ context: PlanContext) -> [Step.Lock] {
        guard let parent = fact.partitionParent,
            ConstraintText.foreignKeys(of: parent, in: context.from).contains(where: {
                ConstraintText.allReferenced($0).contains(parent)
            })
        else { return [] }
        return context.from.partitions(of: parent).filter { $0 != fact.id }.sorted().flatMap { context.lock(mode, $0) }
    }

    /// The default partition, whose rows may change their place when the bounds of another partition go; PostgreSQL locks it too.
    private static func defaultPartition(beside fact: Fact, _ context: PlanContext) -> [Step.Lock] {
        guard let parent = fact.partitionParent else { return [] }
        let siblings = defaultPartitions(of: parent, beside: fact.id, in: context.from)
        return siblings.filter { !context.removed.contains($0) || fact.id < $0 }.flatMap { context.lock(.accessExclusive, $0) }
    }

    /// The default partition that a new partition's rows may be in now.
    static func defaultPartitions(beside fact: Fact, _ context: PlanContext) -> [ObjectID] {
        guard let parent = fact.partitionParent, !context.isNew(parent) else { return [] }
        return defaultPartitions(of: parent, beside: fact.id, in: context.from).filter {
            !context.isNew($0) && context.to[$0]?.partitionParent == parent
        }
    }

    static func defaultPartitions(of parent: ObjectID, beside partition: ObjectID, in state: CatalogState) -> [ObjectID] {
        state.partitions(of: parent).filter { $0 != partition && state[$0]?.isDefaultPartition == true }
    }

    /// The tables that the table's foreign keys refer to, which lose the triggers that guard these keys.
    private static func referenced(by fact: Fact, _ context: PlanContext) -> [Step.Lock] {
        let keys = context.childrenBefore(fact.id, .constraint).filter { context.enclosedDrops[$0.id] != nil }
        return Set(keys.flatMap { ConstraintText.lockReferenced(.accessExclusive, $0, context) }).sorted {
            $0.relation < $1.relation
        }
    }

    /// PostgreSQL does not drop a partition while a foreign key, also one of its own table, points at its parent, as one does before or
    /// after the plan; it lets go of one that is detached.
    private static func detachBeforeDrop(_ fact: Fact, _ context: PlanContext) -> [String] {
        guard let parent = fact.partitionParent, context.to[parent] != nil, !context.isNew(parent) else { return [] }
        let isReferenced = [context.from, context.to].contains { PartitionBounds.isReferenced(parent, in: $0) }
        return isReferenced ? ["ALTER TABLE \(parent.sql) DETACH PARTITION \(fact.id.sql)"] : []
    }

    /// Rows are copied into a table that is partitioned differently, and those of its partitions with them.
    func losesRowsWhenReplaced(_ id: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        // The rows of a partition are copied with those of the table above it, which must be the same afterward.
        guard to[id] != nil, let root = TableCopy.root(of: id, in: from, from: from, to: to) else { return true }
        return TableCopy.root(of: id, in: to, from: from, to: to) != root
    }
    /// A partition that leaves is detached before its parent goes.
    func outlives(_ replaced: ObjectID, _ before: Fact, _ after: Fact) -> Bool {
        before.partitionParent == replaced && after.partitionParent != replaced
    }
    func adjust(_ changes: inout ChangeSet, _ context: PlanContext) {
        TableCopy.adjust(&changes)
        PartitionBounds.adjust(&changes)
        for id in changes.alters.keys.sorted() where id.kind == kind {
            RowTypeUse.inTheWay(of: id, from: changes.from, to: changes.to)?.replaceDependents(&changes)
        }
    }
    func complete(_ steps: inout [Step], _ context: PlanContext) {
        TableCopy.complete(&steps, context)
        TypedTable.complete(&steps, context)
        PartitionRowMove.complete(&steps, context)
        OnlineCopySteps.complete(&steps, context)
    }
    let isReplacedWhenDependencyGoes = false
    func survives(_ change: ObjectKind, _ fact: Fact) -> Bool { true }

    /// A partition or child that is detached keeps what it had from its parent, and one that is attached keeps what was its own.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        PartitionBounds.addEdges(id, verb, &edges)
        if verb == .create {
            if TableCopy.isCopied(id, from: edges.from, to: edges.to) { TableCopy.addEdges(id, &edges) }
            for parent in Self.parents(of: id, in: edges.to) {
                edges.after(edges.creation(of: parent))
                // The old partition of the same bounds goes first.
                for (other, node) in edges.graph.removal where other.kind == kind && edges.from[other]?.partitionParent == parent
                {
                    edges.add(node, edges.node)
                }
            }
        }
        guard verb == .alter, let before = edges.from[id], let after = edges.to[id] else { return }
        TypedTable.addEdgesOfTable(id, &edges)
        RowTypeUse.inTheWay(of: id, from: edges.from, to: edges.to)?.addEdges(&edges)
        if before.isUnlogged != after.isUnlogged { Self.addPersistenceEdges(after, &edges) }
        if let parent = before.partitionParent, after.partitionParent != parent { edges.before(edges.removal(of: parent)) }
        if let parent = after.partitionParent, before.partitionParent != parent { edges.after(edges.creation(of: parent)) }
        // PostgreSQL lets a table join only where its columns have the types of its parent's.
        let joined = Set(Self.parents(of: id, in: edges.to)).subtracting(Self.parents(of: id, in: edges.from))
        for table in joined.isEmpty ? [] : [id] + joined.sorted() {
            for column in edges.from.children(of: table) where column.id.kind == .column {
                let old = ColumnKind.effective(column, in: edges.from)
                guard let new = edges.to[column.id].map({ ColumnKind.effective($0, in: edges.to) }), old[.type] != new[.type]
                else { continue }
                edges.after(edges.alteration(of: column.id))
            }
        }
    }
}

extension TableKind {
    /// A logged table may not refer to an unlogged one: what is referred to becomes logged first, and unlogged last.
    fileprivate static func addPersistenceEdges(_ after: Fact, _ edges: inout EdgeBuilder) {
        let keys = edges.from.children(of: after.id).filter { $0.constraintType == .foreignKey && edges.to[$0.id] != nil }
        for table in Set(keys.flatMap(ConstraintText.referenced)) {
            guard let other = edges.alteration(of: table), edges.from[table]?.isUnlogged != edges.to[table]?.isUnlogged else {
                continue
            }
            if after.isUnlogged { edges.before(other) } else { edges.after(other) }
        }
    }
}

/// CREATE TABLE with what the plan lets stand inside it: columns, defaults, constraints, the sequences of `serial`.
struct TableCreation {
    private let fact: Fact
    private let context: PlanContext

    init(_ fact: Fact, _ context: PlanContext) {
        self.fact = fact
        self.context = context
    }

    var steps: [Step] {
        if let copy = context.copies.of(fact.id) { return [OnlineCopySteps.take(fact, from: copy)] }
        var statements = [create]
        let sql = fact.id.sql
        for column in columns {
            statements +=
                isStandalone
                ? ColumnText.extras(column, of: fact.id) : ColumnText.ownAttributes(column, of: fact.id, in: context.to)
        }
        if isStandalone { statements += PartitionParts(fact.id, context).standaloneStatements }
        if fact.bool(.rowSecurity) { statements.append("ALTER TABLE \(sql) ENABLE ROW LEVEL SECURITY") }
        if fact.bool(.forceRowSecurity) { statements.append("ALTER TABLE \(sql) FORCE ROW LEVEL SECURITY") }
        if let identity = fact.text(.replicaIdentity), identity != "index" {
            statements.append("ALTER TABLE \(sql) REPLICA IDENTITY \(identity.uppercased())")
        }
        for constraint in constraints { statements += IndexText.marks(constraint) }
        var step = Step.create(fact, statements, locks: parentLocks)
        step.questions = LiveQuestions.rowsOfDefault(fitting: fact, context)
        let others = TableKind.defaultPartitions(beside: fact, context)
        if !others.isEmpty {
            step.locks += others.flatMap { context.lockTree(.accessExclusive, $0) }
            step.hazards.formUnion([.scan, .mayFailOnData])
            step.reason = "PostgreSQL reads the default partition for rows that belong to the new one"
        }
        // What the paired file moved away when it copied the other way belongs to the table there.
        if TableCopy(of: fact.id, in: context.to, context) != nil { return [step] }
        return Quarantining.restoring("TABLE", step, context)
    }

    /// A new partition or child locks the tables whose columns it has.
    private var parentLocks: [Step.Lock] {
        if fact.partitionParent != nil {
            // The foreign keys to the table get triggers on the new partition, and rows in the catalog beside their own.
            let keys = TableKind.ancestors(of: fact.id, in: context.to).flatMap {
                PartitionBounds.foreignKeys(to: $0, in: context.from)
            }
            return context.lock(isStandalone ? .shareUpdateExclusive : .accessExclusive, fact.partitionParent)
                + TableKind.siblings(of: fact, .shareRowExclusive, context)
                + Set(keys.compactMap(\.parent)).sorted().flatMap { context.lock(.shareRowExclusive, $0) }
        }
        return fact.inheritanceParents.flatMap { context.lock(.shareUpdateExclusive, $0) }
    }

    private var constraints: [Fact] {
        context.childrenAfter(fact.id, .constraint).filter {
            context.isEnclosed($0.id, in: fact.id) && (isStandalone || !$0.isAttached)
        }
        .sorted { (ConstraintText.rank($0), $0.id) < (ConstraintText.rank($1), $1.id) }
    }

    /// A partition that is created as a table of its own has the checks of its parents before it is attached.
    private var checksOfParents: [Fact] {
        guard isStandalone else { return [] }
        let own = Set(context.childrenAfter(fact.id, .constraint).map(\.id.name))
        return InheritedChecks.of(fact.id, in: context.to).filter { !own.contains($0.id.name) }
    }

    /// True when a partition is created as a table of its own and then attached, since its parts differ from those that PARTITION OF gives it.
    private var isStandalone: Bool { fact.partitionParent != nil && PartitionParts(fact.id, context).needStandalone }

    private var columns: [Fact] {
        context.childrenAfter(fact.id, .column).filter { isStandalone || context.isEnclosed($0.id, in: fact.id) }
            .map { isStandalone ? standalone($0) : $0 }
            .sorted { ($0.integer(.position) ?? 0, $0.id) < ($1.integer(.position) ?? 0, $1.id) }
    }

    /// A column as it is before the partition is attached. Since PostgreSQL 17 it gets its identity from the parent, and may not bring one.
    private func standalone(_ column: Fact) -> Fact {
        var result = ColumnKind.effective(column, in: context.to)
        if context.to.serverVersion >= 170_000 { result[.identity] = nil }
        return result
    }

    private var create: String {
        var sql = "CREATE \(fact.isUnlogged ? "UNLOGGED " : "")TABLE \(fact.id.sql)"
        let definitions = columns.compactMap { column -> String? in
            if isStandalone { return ColumnText.definition(column, context, effectiveDefault: true) }
            if fact.text(.ofType) != nil { return ColumnText.typedTableColumn(column, context) }
            return column.bool(.inherited) && !column.bool(.declaredHere) ? nil : ColumnText.definition(column, context)
        }
        let lines =
            definitions + InheritedNotNull.definitions(columns, context)
            + (constraints + checksOfParents).map(ConstraintText.inTable)
        let list = lines.isEmpty ? "" : " (\n    \(lines.joined(separator: ",\n    "))\n)"
        if let parent = fact.partitionParent, !isStandalone {
            sql += " PARTITION OF \(parent.sql)\(list) \(fact.text(.partitionBound) ?? "DEFAULT")"
        } else if let type = fact.text(.ofType) {
            sql += " OF \(type)\(list)"
        } else {
            sql += list.isEmpty ? " ()" : list
        }
        let parents = fact.inheritanceParents
        if !parents.isEmpty { sql += " INHERITS (\(parents.map(\.sql).joined(separator: ", ")))" }
        if let key = fact.text(.partitionBy) { sql += " PARTITION BY \(key)" }
        if let method = fact.text(.accessMethod) { sql += " USING \(SQL.identifier(method))" }
        if let options = OptionsText.list(fact) { sql += " WITH (\(options))" }
        if let tablespace = fact.text(.tablespace) { sql += " TABLESPACE \(SQL.identifier(tablespace))" }
        return sql
    }
}
