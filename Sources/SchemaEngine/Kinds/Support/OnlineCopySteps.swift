import SchemaModel

/// The steps that copy a table into one that is partitioned differently, while clients go on.
struct OnlineCopySteps {
    private let copy: OnlineCopy
    private let table: TableCopy
    private let context: PlanContext

    init(_ copy: OnlineCopy, _ table: TableCopy, _ context: PlanContext) {
        self.copy = copy
        self.table = table
        self.context = context
    }

    private var root: ObjectID { copy.root }
    /// The new table while it is filled; all that prepares for the exchange is a step of it.
    private var new: ObjectID { copy.names.place(root) }
    private var changes: ObjectID { .table(copy.names.schema, "plumbline_changes") }
    /// A migration's history drops a function that no trigger has, and the schema of its name with it, after a migration was broken off.
    private var function: String { SQL.qualified("plumbline", copy.names.schema) }
    /// Triggers fire in the order of their names: this one sees what the others have made of a row.
    private static let truncation = SQL.identifier("~plumbline_truncate")

    private func step(
        _ title: String, _ statements: [String], locks: [Step.Lock] = [], isTransactional: Bool = true, hazards: Set<Hazard> = [],
        reason: String
    ) -> Step {
        Step(
            .alter, new, title: title, statements, when: .journal, locks: locks, isTransactional: isTransactional,
            hazards: hazards, reason: reason)
    }

    // MARK: Preparation

    private var preparation: [Step] {
        var fill = step(
            "copy the rows of \(root)",
            [
                "CALL plumbline.backfill(\(SQL.literal(root.sql)), \(text(columns.list)), \(text(columns.values)), "
                    + "a_into => \(SQL.literal(new.sql)), a_changes => \(SQL.literal(changes.sql)))"
            ], locks: [Step.Lock(.accessShare, on: root.path)], isTransactional: false,
            hazards: [.scan], reason: "in batches by key, each committed; a rerun goes on where it was")
        fill.questions = LiveQuestions.copies(of: root, context)
        return [
            noting,
            step(
                "create \(new) beside \(root)", copy.tables,
                reason: "nobody uses it until it takes its place"),
            fill,
            step(
                copy.indexes.isEmpty ? "analyze \(new)" : "build the indexes of \(new)", copy.indexes + ["ANALYZE \(new.sql)"],
                reason: "nobody uses it until it takes its place"),
            catchUp,
        ]
    }

    private var columns: (list: String, values: String) { table.columns ?? ("", "") }
    private func text(_ sql: String) -> String { SQL.dollarQuoted(sql, tag: "value") }

    /// Notes the keys of rows that are written from here on.
    private var noting: Step {
        let keys = copy.keys
        let definitions = keys.all.map { name in
            let column = ObjectID.column(name, of: root)
            let fact = context.from[column].map { ColumnKind.effective($0, in: context.from) }
            let collation = fact?.text(.collation).map { " COLLATE \($0)" } ?? ""
            return "\(SQL.identifier(name)) \(fact?.text(.type) ?? "text")\(collation)"
        }
        let writes = NotedWrites(table: root, keys: keys.all, notes: changes, function: function)
        let source = keys.source.map { SQL.identifier($0) }.joined(separator: ", ")
        return step(
            "note the rows of \(root) that are written",
            [
                "CREATE SCHEMA \(SQL.identifier(copy.names.schema))",
                "CREATE TABLE \(changes.sql) (plumbline_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
                    + "\(definitions.joined(separator: ", ")), plumbline_truncated boolean NOT NULL DEFAULT false)",
                "CREATE INDEX ON \(changes.sql) (\(source))",
            ] + writes.triggers(SQL.identifier(TemporaryName.trigger), Self.truncation, truncated: copy.oldTree),
            locks: copy.oldTree.map { Step.Lock(.shareRowExclusive, on: $0.path) },
            reason: "the rows are copied while clients write others")
    }

    /// The arguments of the functions that copy noted rows.
    private var arguments: String {
        let keys = copy.keys
        func array(_ names: [String]) -> String { "ARRAY[\(names.map { SQL.literal($0) }.joined(separator: ", "))]" }
        return [
            SQL.literal(root.sql), SQL.literal(new.sql), SQL.literal(changes.sql), text(columns.list), text(columns.values),
            array(keys.source), array(keys.target),
        ].joined(separator: ", ")
    }

    private var catchUp: Step {
        step(
            "copy the rows of \(root) that were written meanwhile", ["CALL plumbline.catch_up(\(arguments))"],
            locks: [Step.Lock(.accessShare, on: root.path)], isTransactional: false,
            reason: "until only a few are left")
    }

    // MARK: Exchange

    /// The first step of the transaction that exchanges the tables.
    private var departure: Step {
        let others = [context.from, context.to].flatMap { state in
            (copy.oldTree + copy.newTree).flatMap { table in
                ConstraintText.foreignKeys(of: table, in: state).flatMap(ConstraintText.allReferenced)
                    + PartitionBounds.foreignKeys(to: table, in: state).compactMap(\.parent)
            }
        }
        let locked = Set([root] + others).filter { context.from[$0] != nil && ($0 == root || !copy.oldTree.contains($0)) }
            .sorted()
        let trigger = SQL.identifier(TemporaryName.trigger)
        var step = Step.alter(
            context.to[root] ?? Fact(root), title: "copy the last rows of \(root)",
            [
                "LOCK TABLE \(locked.map(\.sql).joined(separator: ", ")) IN ACCESS EXCLUSIVE MODE",
                "SELECT plumbline.follow(\(arguments))",
                "DROP TRIGGER \(trigger) ON \(root.sql)",
            ] + copy.oldTree.map { "DROP TRIGGER \(Self.truncation) ON \($0.sql)" } + [
                "DROP FUNCTION \(function)()", "DROP TABLE \(changes.sql)",
            ],
            locks: (copy.oldTree + locked.filter { $0 != root }).map { Step.Lock(.accessExclusive, on: $0.path) },
            reason: "all other rows are in the new table already, so that this is brief")
        step.stopsFollowing = root
        return step
    }

    /// What stands for CREATE TABLE.
    static func take(_ fact: Fact, from copy: OnlineCopy) -> Step {
        let sql = fact.id.sql
        var statements = ["ALTER TABLE \(copy.names.place(fact.id).sql) SET SCHEMA \(SQL.identifier(fact.id.schema ?? "public"))"]
        if fact.bool(.rowSecurity) { statements.append("ALTER TABLE \(sql) ENABLE ROW LEVEL SECURITY") }
        if fact.bool(.forceRowSecurity) { statements.append("ALTER TABLE \(sql) FORCE ROW LEVEL SECURITY") }
        return .create(fact, title: "put the new \(fact.id) in its place", statements)
    }

    /// After the last table of the new tree has come.
    var arrival: Step {
        .create(
            context.to[root] ?? Fact(root), title: "let the new \(root) go on",
            table.sequencePositions + ["DROP SCHEMA \(SQL.identifier(copy.names.schema))"])
    }

    // MARK: Foreign keys

    /// A foreign key of the new table is in force from the exchange on, and is validated after it: each partition has one of its own
    /// until then, because before PostgreSQL 18 that of a partitioned table cannot be NOT VALID.
    static func foreignKey(_ fact: Fact, of copy: OnlineCopy, _ context: PlanContext) -> [Step] {
        guard let owner = fact.id.parent else { return [] }
        let leaves = TableCopy.tree(owner, in: context.to).filter { context.to[$0]?[.partitionBy] == nil }
        let create = Step.create(
            fact, leaves.map { "ALTER TABLE \($0.sql) ADD \(ConstraintText.inTable(fact)) NOT VALID" },
            locks: ConstraintText.lockReferenced(.shareRowExclusive, fact, context),
            reason: "not validated yet, so that no scan runs under this lock")
        return [create]
            + leaves.map { leaf in
                .alter(
                    fact, title: "validate \(fact.id)" + (leaf == owner ? "" : " in \(leaf.path)"),
                    ["ALTER TABLE \(leaf.sql) VALIDATE CONSTRAINT \(SQL.identifier(fact.id.name))"],
                    locks: [Step.Lock(.shareUpdateExclusive, on: leaf.path)], hazards: [.scan],
                    reason: "reads the table under a lock that lets reads and writes pass")
            }
    }

    /// Makes the foreign keys of partitions, once these are valid, parts of one of their table.
    private var joinedKeys: [Step] {
        copy.newTree.filter { context.to[$0]?[.partitionBy] != nil }.flatMap { owner in
            ConstraintText.foreignKeys(of: owner, in: context.to).map { fact in
                let tree = TableCopy.tree(owner, in: context.to)
                return step(
                    "add \(fact.id)", ["ALTER TABLE \(owner.sql) ADD \(ConstraintText.inTable(fact))"],
                    locks: tree.map { Step.Lock(.shareRowExclusive, on: $0.path) }
                        // The triggers of the partitions' own keys go.
                        + ConstraintText.lockReferenced(.accessExclusive, fact, context),
                    reason: "takes the valid ones of the partitions, so that it reads nothing")
            }
        }
    }

    // MARK: Order

    /// Puts the preparation before the transaction of the exchange.
    static func complete(_ steps: inout [Step], _ context: PlanContext) {
        for (root, copy) in context.copies.copies.sorted(by: { $0.key < $1.key }) {
            guard let table = TableCopy(of: root, in: context.from, context) else { continue }
            let own = OnlineCopySteps(copy, table, context)
            func belongs(_ step: Step) -> Bool {
                guard step.verb == .drop else { return false }
                return copy.oldTree.contains(step.object.root)
                    || context.created.contains(step.object) && context.from[step.object] != nil
            }
            let first = steps.firstIndex(where: belongs) ?? steps.startIndex
            steps.insert(contentsOf: own.preparation + [own.departure], at: first)
            steps += own.joinedKeys
        }
    }

    /// Puts what stops following a table after all else that is prepared before the exchange, such as new columns and the copies of other
    /// tables: rows that clients write between that and the exchange would be lost.
    static func delayDepartures(_ steps: inout [Step]) {
        let roots = steps.compactMap(\.stopsFollowing)
        for root in roots {
            guard let start = steps.firstIndex(where: { $0.stopsFollowing == root }),
                let exchange = steps[start...].firstIndex(where: { $0.verb == .drop && $0.object == root }),
                let last = steps[start..<exchange].lastIndex(where: \.endsSection), last > start
            else { continue }
            let departure = steps.remove(at: start)
            steps.insert(departure, at: last)
        }
    }
}

extension Step {
    /// True for what is not in the transaction of an exchange that comes after it.
    fileprivate var endsSection: Bool {
        preparesFor != nil || keepsValues || fillPart != nil || !isTransactional || readsUnderWeakLock || endsTransaction
    }
}
