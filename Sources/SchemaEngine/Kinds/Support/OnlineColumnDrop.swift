import SchemaModel

/// DROP COLUMN on a table in use, with the values kept: they are copied in batches while clients go on, where they would otherwise be copied
/// under ACCESS EXCLUSIVE.
///
/// A trigger notes the keys of rows whose value is written, as for ``OnlineCopy``. One short transaction copies what was noted last, moves the
/// copy to quarantine and drops the column.
struct OnlineColumnDrop {
    private let column: ObjectID
    private let table: ObjectID
    private let key: [String]
    private let quarantine: Quarantine
    private let context: PlanContext

    /// Nil where nobody asked for it, or the values cannot be kept in this way.
    init?(_ fact: Fact, _ context: PlanContext) {
        guard let table = fact.id.parent, let quarantine = context.options.quarantine, context.to[fact.id] == nil,
            let key = Self.key(of: table, context), !key.contains(fact.id.name), fact[.generated] == nil,
            !fact.id.name.hasPrefix(TemporaryName.prefix),
            !key.contains(where: { KeptColumn(.column($0, of: table), in: context.from).isText })
        else { return nil }
        // The copy is made before all that the transaction of the drop replaces, where the key may still be another one.
        let changesKey = key.contains { name in
            let id = ObjectID.column(name, of: table)
            return context.from[id]?[.type] != context.to[id]?[.type]
        }
        if changesKey, context.from.dependents(of: fact.id).contains(where: context.created.contains) { return nil }
        column = fact.id
        self.table = table
        self.key = key
        self.quarantine = quarantine
        self.context = context
    }

    /// The primary key of a table whose columns can come and go online; nil where they cannot.
    static func key(of table: ObjectID, _ context: PlanContext) -> [String]? {
        guard table.kind == .table, !context.isNew(table), context.options.online?.tables.includes(table) == true,
            OnlineRewriteSearch.isOrdinary(table, context.from, context.to),
            let key = OnlineCopy.primaryKey(of: table, in: context.from),
            key == OnlineCopy.primaryKey(of: table, in: context.to),
            !key.contains(where: { RowKey.isConverted(.column($0, of: table), context.from, context.to) })
        else { return nil }
        return key
    }

    // MARK: Names

    private var name: String { SQL.identifier(column.name) }
    private var place: ObjectID { Quarantining.store(column, table, quarantine) }
    /// The schema in which the copy is made. A migration's history drops it after a migration was broken off, by the function's name.
    private var schema: String { TemporaryName.of(column.path) }
    private var copy: ObjectID { .table(schema, place.name) }
    private var changes: ObjectID { .table(schema, "plumbline_changes") }
    private var function: String { SQL.qualified("plumbline", schema) }
    private var trigger: String { SQL.identifier("\(TemporaryName.keepingTrigger)_\(column.name)".prefixBytes(63)) }
    private var truncation: String { SQL.identifier("\(TemporaryName.keepingTrigger)_all_\(column.name)".prefixBytes(63)) }
    private var keys: String { key.map { SQL.identifier($0) }.joined(separator: ", ") }
    private var columns: String { "\(keys), \(name)" }
    private var values: String { "\(keys), \(KeptColumn(column, in: context.from).kept)" }
    private func text(_ sql: String) -> String { SQL.dollarQuoted(sql, tag: "value") }

    /// The arguments of the functions that copy noted rows.
    private var arguments: String {
        let keys = "ARRAY[\(key.map { SQL.literal($0) }.joined(separator: ", "))]"
        return [
            SQL.literal(table.sql), SQL.literal(copy.sql), SQL.literal(changes.sql), text(columns), text(values), keys, keys,
        ].joined(separator: ", ")
    }

    // MARK: Steps

    /// What comes before the transaction that drops the column.
    var preparation: [Step] { [noting, fill, catchUp] }

    /// The statements of that transaction before DROP COLUMN.
    var departure: [String] {
        Quarantining.prepare(table, quarantine) + [
            "SELECT plumbline.follow(\(arguments))", "DROP TRIGGER \(trigger) ON \(table.sql)",
            "DROP TRIGGER \(truncation) ON \(table.sql)", "DROP FUNCTION \(function)()", "DROP TABLE \(changes.sql)",
            "ALTER TABLE \(copy.sql) SET SCHEMA \(SQL.identifier(place.schema ?? ""))",
            "DROP SCHEMA \(SQL.identifier(schema))",
        ]
    }

    private func step(
        _ title: String, _ statements: [String], _ lock: LockMode, isTransactional: Bool = true, hazards: Set<Hazard> = [],
        reason: String
    ) -> Step {
        var step = Step(
            .alter, column, title: title, statements, when: .journal, locks: context.lock(lock, table),
            isTransactional: isTransactional, hazards: hazards, reason: reason)
        step.keepsValues = true
        return step
    }

    private var noting: Step {
        let writes = NotedWrites(
            table: table, keys: key, notes: changes, function: function,
            relevance: "ROW(NEW.\(name))::pg_catalog.record *<> ROW(OLD.\(name))::pg_catalog.record")
        return step(
            "note the rows of \(table) whose \(column.name) is written",
            [
                "CREATE SCHEMA \(SQL.identifier(schema))",
                "CREATE TABLE \(copy.sql) AS SELECT \(values) FROM \(table.sql) WITH NO DATA",
                OnlineColumnRestore.index(on: copy, key),
                "CREATE TABLE \(changes.sql) AS SELECT \(keys) FROM \(table.sql) WITH NO DATA",
                "ALTER TABLE \(changes.sql) ADD COLUMN plumbline_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
                    + "ADD COLUMN plumbline_truncated boolean NOT NULL DEFAULT false",
                "CREATE INDEX ON \(changes.sql) (\(keys))",
            ] + writes.triggers(trigger, truncation, truncated: [table]), .shareRowExclusive,
            reason: "the values are copied while clients write others")
    }

    private var fill: Step {
        step(
            "copy the values of \(column)",
            [
                "CALL plumbline.backfill(\(SQL.literal(table.sql)), \(text(columns)), \(text(values)), "
                    + "a_into => \(SQL.literal(copy.sql)), a_changes => \(SQL.literal(changes.sql)))"
            ], .accessShare, isTransactional: false, hazards: [.scan],
            reason: "in batches by key, each committed; a rerun goes on where it was")
    }

    private var catchUp: Step {
        step(
            "copy the values of \(column) that were written meanwhile", ["CALL plumbline.catch_up(\(arguments))"], .accessShare,
            isTransactional: false, reason: "until only a few are left")
    }

    // MARK: Order

    /// Puts the copies before the transaction in which their column goes: what that drops and creates again is away only briefly.
    static func complete(_ steps: inout [Step], _ context: PlanContext) {
        for column in Set(steps.filter(\.keepsValues).map(\.object)).sorted() {
            guard let start = steps.firstIndex(where: { $0.keepsValues && $0.object == column }),
                let end = steps.lastIndex(where: { $0.keepsValues && $0.object == column })
            else { continue }
            let needed = context.from.dependents(of: column)
            let target = steps[..<start].firstIndex { step in
                step.verb == .drop && context.created.contains(step.object)
                    && needed.contains { $0 == step.object || $0.isInside(step.object) }
            }
            guard let target else { continue }
            let moved = Array(steps[start...end])
            steps.removeSubrange(start...end)
            steps.insert(contentsOf: moved, at: target)
        }
    }
}
