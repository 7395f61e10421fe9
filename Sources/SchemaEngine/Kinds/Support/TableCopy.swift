import SchemaModel

/// A table that is partitioned differently afterward, which PostgreSQL cannot change in place, or that it would rewrite while clients wait.
///
/// The old table moves to a schema of its own with its partitions, so that every name is free; the new tree is created, and the rows
/// are copied into it before anything else that hangs on the table, so that no trigger fires. Then the old table is dropped; under
/// quarantine it stays where it was moved to.
struct TableCopy {
    let root: ObjectID
    private let context: PlanContext

    /// The copy that a table takes part in; nil where it stays as it is.
    init?(of table: ObjectID, in state: CatalogState, _ context: PlanContext) {
        guard let root = Self.root(of: table, in: state, from: context.from, to: context.to) else { return nil }
        self.root = root
        self.context = context
    }

    /// The outermost table above this one, or itself, whose partition key differs between the states. A table that joins or leaves a
    /// tree takes its own rows along.
    static func root(of table: ObjectID, in state: CatalogState, from: CatalogState, to: CatalogState) -> ObjectID? {
        var result: ObjectID?
        var next: ObjectID? = table
        while let current = next {
            if isCopied(current, from: from, to: to) { result = current }
            if let before = from[current], let after = to[current], before.partitionParent != after.partitionParent { break }
            next = state[current]?.partitionParent
        }
        return result
    }

    static func isCopied(_ table: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        guard let before = from[table], let after = to[table] else { return false }
        if before[.partitionBy] != after[.partitionBy] || from.copiedOnline.contains(table) { return true }
        // A column of the key of a partition below changes with the table's own.
        return changesKey(table, from, to)
            || tree(table, in: from).dropFirst().contains {
                from[$0]?[.keyExpressions] != nil && from[$0]?.partitionParent == to[$0]?.partitionParent
                    && changesKey($0, from, to)
            }
    }

    /// True if a column of a partition key gets another type, which PostgreSQL does not change in place.
    private static func changesKey(_ table: ObjectID, _ from: CatalogState, _ to: CatalogState) -> Bool {
        guard let before = from[table] else { return false }
        return (before.texts(.keyExpressions) ?? []).contains { name in
            let column = ObjectID.column(name, of: table)
            guard let old = from[column], let new = to[column] else { return false }
            let (was, becomes) = (ColumnKind.effective(old, in: from), ColumnKind.effective(new, in: to))
            return was[.type] != becomes[.type] || was[.collation] != becomes[.collation]
        }
    }

    /// Replaces the tables whose partition keys are of other types, and those that would be rewritten.
    static func adjust(_ changes: inout ChangeSet) {
        for table in changes.from.copiedOnline.sorted() where changes.replaced[table] == nil {
            changes.replace(table, because: "PostgreSQL would rewrite it under a lock")
        }
        let tables = Set(changes.alters.keys.filter { $0.kind == .column }.compactMap(\.parent)).sorted()
        for table in tables where changes.replaced[table] == nil && isCopied(table, from: changes.from, to: changes.to) {
            changes.replace(table, because: "PostgreSQL does not change the type of a column of a partition key")
        }
        for table in changes.replaced.keys.sorted()
        where table.kind == .table && isCopied(table, from: changes.from, to: changes.to) {
            RowTypeUse.adjust(ofTree: table, &changes)
        }
    }

    /// A table and all partitions below it.
    static func tree(_ table: ObjectID, in state: CatalogState) -> [ObjectID] {
        [table] + state.partitions(of: table).flatMap { tree($0, in: state) }
    }

    private func away(_ table: ObjectID) -> ObjectID {
        let source = table.schema ?? "public"
        return .table(context.options.quarantine?.schema(for: source) ?? "plumbline_copy_\(source)".prefixBytes(63), table.name)
    }

    /// The sequences of `serial` columns, which stay and keep their values.
    private var sequences: [Fact] {
        context.from.facts.values.filter {
            $0.id.kind == .sequence && $0.owningColumn?.parent == root && context.to[$0.id] != nil
        }
        .sorted { $0.id < $1.id }
    }

    /// The statement that replaces DROP TABLE.
    func move(_ fact: Fact) -> [Step] {
        let place = SQL.identifier(away(fact.id).schema ?? "public")
        var statements = ["CREATE SCHEMA IF NOT EXISTS \(place)"] + setAside(fact.id)
        var locks = [Step.Lock(.accessExclusive, on: fact.id.path)]
        if fact.id == root {
            statements += sequences.map { "ALTER SEQUENCE \($0.id.sql) OWNED BY NONE" }
            if let parent = fact.partitionParent {
                locks = ([parent] + Self.tree(fact.id, in: context.from)).map { Step.Lock(.accessExclusive, on: $0.path) }
                statements.append("ALTER TABLE \(parent.sql) DETACH PARTITION \(fact.id.sql)")
            }
        }
        return [
            .drop(
                fact,
                title: context.copies.of(fact.id) == nil
                    ? "move \(fact.id) away, to copy its rows" : "move \(fact.id) away, whose rows are copied",
                statements + ["ALTER TABLE \(fact.id.sql) SET SCHEMA \(place)"],
                locks: locks)
        ]
    }

    /// A copy that an earlier run left in quarantine makes room; it holds rows as they were then, and stays until `plumb purge`.
    private func setAside(_ table: ObjectID) -> [String] {
        guard context.options.quarantine != nil, context.options.hasHistory else { return [] }
        return ["CALL plumbline.make_room(\(SQL.literal(away(table).sql)))"]
    }

    /// The columns that are copied, and their new values as expressions over a row of the old table.
    var columns: (list: String, values: String)? {
        let columns = copiedColumns
        guard !columns.isEmpty else { return nil }
        let values = columns.map { column -> String in
            let before = context.from[column.id].map { ColumnKind.effective($0, in: context.from) }
            return before.flatMap { TypeConversion.declared($0, column) ?? TypeConversion.using($0, column, context.from) }
                ?? SQL.identifier(column.id.name)
        }
        return (columns.map { SQL.identifier($0.id.name) }.joined(separator: ", "), values.joined(separator: ", "))
    }

    private var copiedColumns: [Fact] {
        context.childrenAfter(root, .column).map { ColumnKind.effective($0, in: context.to) }
            .filter { $0[.generated] == nil && context.from[$0.id] != nil }
            .sorted { ($0.integer(.position) ?? 0, $0.id) < ($1.integer(.position) ?? 0, $1.id) }
    }

    /// Lets the sequences go on where they were.
    var sequencePositions: [String] {
        var statements: [String] = []
        for column in copiedColumns where column[.identity] != nil && context.from[column.id]?[.identity] != nil {
            statements.append(moveIdentity(column.id.name, from: away(root)))
        }
        for sequence in sequences {
            guard let owner = context.to[sequence.id]?.owningColumn, let table = owner.parent else { continue }
            statements.append("ALTER SEQUENCE \(sequence.id.sql) OWNED BY \(table.sql).\(SQL.identifier(owner.name))")
        }
        return statements
    }

    /// Fills the new table and drops the old one.
    private var fill: Step {
        let old = away(root)
        var statements: [String] = []
        if let columns {
            statements.append(
                "INSERT INTO \(root.sql) (\(columns.list)) OVERRIDING SYSTEM VALUE SELECT \(columns.values) FROM \(old.sql)")
        }
        statements += sequencePositions + RowTypeUse.conversions(ofTree: root, away: away, context)
        if context.options.quarantine == nil {
            statements.append("DROP TABLE \(old.sql)")
            let schemas = Set(Self.tree(root, in: context.from).map { away($0).schema ?? "public" }).sorted()
            statements += schemas.map { dropIfEmpty($0) }
        }
        var step = Step(
            .create, root, title: "copy the rows of \(root) into the new table", statements,
            when: .pending(CatalogCheck.exists(old)), locks: moved.map { Step.Lock(.accessExclusive, on: $0.path) },
            hazards: [.rewrite, .scan, .mayFailOnData], reason: "fails where a row has no partition")
        step.questions = LiveQuestions.copies(of: root, context)
        return step
    }

    /// The old table and the partitions that go with it; in quarantine, nothing locks these.
    private var moved: [ObjectID] {
        guard context.options.quarantine == nil else { return [root] }
        return Self.tree(root, in: context.from).filter { $0 == root || context.removed.contains($0) || context.isNew($0) }
    }

    private func moveIdentity(_ column: String, from old: ObjectID) -> String {
        func sequence(_ table: ObjectID) -> String {
            "pg_catalog.pg_get_serial_sequence(\(SQL.literal(table.sql)), \(SQL.literal(column)))"
        }
        let body = """

            BEGIN
                EXECUTE format('SELECT pg_catalog.setval(%L, last_value, is_called) FROM %s', \(sequence(root)), \(sequence(old)));
            END

            """
        return "DO \(SQL.dollarQuoted(body, tag: "identity"))"
    }

    /// Several tables may be copied by way of one schema; the last one drops it.
    private func dropIfEmpty(_ schema: String) -> String {
        let name = SQL.literal(SQL.identifier(schema))
        let body = """

            BEGIN
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.to_regnamespace(\(name))) THEN
                    EXECUTE format('DROP SCHEMA IF EXISTS %s', \(name));
                END IF;
            END

            """
        return "DO \(SQL.dollarQuoted(body, tag: "copy"))"
    }

    /// Puts the copy after the creation of the last table of the new tree.
    static func complete(_ steps: inout [Step], _ context: PlanContext) {
        for id in context.from.facts.keys.sorted() where id.kind == .table && isCopied(id, from: context.from, to: context.to) {
            guard let copy = TableCopy(of: id, in: context.from, context), copy.root == id else { continue }
            let tree = Set(tree(id, in: context.to))
            let last = steps.lastIndex {
                tree.contains($0.object)
                    && ($0.verb == .create || $0.verb == .alter && joins($0.object, from: context.from, to: context.to))
            }
            guard let last else { continue }
            if let online = context.copies.copies[id] {
                steps.insert(OnlineCopySteps(online, copy, context).arrival, at: last + 1)
            } else {
                steps.insert(copy.fill, at: last + 1)
            }
        }
    }

    /// True when a table that stays becomes a partition.
    private static func joins(_ table: ObjectID, from: CatalogState, to: CatalogState) -> Bool {
        from[table] != nil && from[table]?.partitionParent != to[table]?.partitionParent
    }

    /// The tables of the new tree come before all else that hangs on one of them.
    static func addEdges(_ root: ObjectID, _ edges: inout EdgeBuilder) {
        let tree = Set(tree(root, in: edges.to))
        let tables = tree.compactMap { edges.creation(of: $0) }
        RowTypeUse.addEdges(ofTree: root, &edges)
        for (id, node) in edges.graph.creation where !tables.contains(node) {
            let needs = edges.to[id]?.dependencies ?? []
            guard tree.contains(id.root) || needs.contains(where: { tree.contains($0.root) }) else { continue }
            for table in tables { edges.add(table, node) }
            // What a table has when it is attached is not waited for.
            for table in tree where table != id.root && joins(table, from: edges.from, to: edges.to) {
                edges.add(edges.alteration(of: table), node)
            }
        }
    }
}
