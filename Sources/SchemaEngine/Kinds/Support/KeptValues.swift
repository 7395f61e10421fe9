import SchemaModel

/// Values that a declared conversion changes: kept beside the primary key, and given back where nobody has changed them since.
struct KeptValues {
    private let table: ObjectID
    private let column: ObjectID
    private let key: RowKey

    /// Nil where nothing tells the rows apart: the table has no key.
    init?(_ column: ObjectID, _ context: PlanContext) {
        guard let table = column.parent, table.kind.hasRows, !context.isNew(table),
            let key = RowKey(for: column, context)
        else { return nil }
        self.table = table
        self.column = column
        self.key = key
    }

    private var name: String { SQL.identifier(column.name) }

    /// Copies the values as text, with what they become.
    ///
    /// - Parameters:
    ///   - new: the new value as an expression over the row.
    ///   - condition: which rows are kept; nil for all that change.
    ///   - locks: whether writers are kept away until the values change; a trigger may do that too.
    func keep(as new: String, where condition: String? = nil, in quarantine: Quarantine, locks: Bool = true) -> [String] {
        let place = Quarantining.store(column, table, quarantine)
        let filter = condition ?? "(\(new))::text IS DISTINCT FROM \(name)::text"
        return Quarantining.prepare(table, quarantine).dropFirst(locks ? 0 : 1) + [
            "CREATE TABLE \(place.sql) AS SELECT "
                + (key.kept + ["\(name)::text AS plumbline_old", "(\(new))::text AS plumbline_new"]).joined(separator: ", ")
                + " FROM \(table.sql) WHERE \(filter)"
        ]
    }

    /// Puts the old values back where the column still holds what they became.
    ///
    /// - Parameters:
    ///   - type: the type that the column has again.
    ///   - back: how the new value was converted back, as an expression over a column of the same name.
    ///   - changedType: the type that the column had meanwhile.
    func giveBack(
        _ fact: Fact, type: String, back: String, from changedType: String, in quarantine: Quarantine, _ context: PlanContext
    ) -> Step {
        let place = Quarantining.store(column, table, quarantine)
        let quiet = QuietTriggers(table, context)
        let refreshed = MaterializedViewKind.filled(from: column, context)
        var step = Step.alter(
            fact, title: "give back the values of \(column) that were converted",
            quiet.around([
                "UPDATE \(table.sql) AS t SET \(name) = q.plumbline_old::\(type) FROM \(place.sql) AS q WHERE \(key.match) "
                    // Most values are the old ones again, and their rows need not be written once more.
                    + "AND t.\(name)::text IS DISTINCT FROM q.plumbline_old AND t.\(name)::text IS NOT DISTINCT FROM "
                    + "(SELECT ((\(back))::\(type))::text FROM (SELECT q.plumbline_new::\(changedType) AS \(name)) AS x)"
            ]) + ["DROP TABLE \(place.sql)"] + refreshed.map { "REFRESH MATERIALIZED VIEW \($0.sql)" },
            locks: context.lock(quiet.isNeeded ? .shareRowExclusive : .rowExclusive, table)
                + refreshed.flatMap { context.lock(.accessExclusive, $0) }, hazards: [.scan])
        step.restoresFrom = place
        // A purge may have deleted them.
        step.runsOnlyIf = CatalogCheck.exists(place)
        return step
    }

    /// Puts back the values that went to quarantine when the column became a generated one.
    func putBack(in quarantine: Quarantine, _ context: PlanContext) -> Step {
        let place = Quarantining.store(column, table, quarantine)
        let quiet = QuietTriggers(table, context)
        var step = Step(
            .restore, column, title: "put back the values of \(column) from before it was generated",
            quiet.around([
                "UPDATE \(table.sql) AS t SET \(name) = \(KeptColumn(column, in: context.to).value(in: "q")) FROM \(place.sql) AS q "
                    + "WHERE \(key.match)"
            ])
                + ["DROP TABLE \(place.sql)"],
            when: .pending(CatalogCheck.exists(place)),
            locks: context.lock(quiet.isNeeded ? .shareRowExclusive : .rowExclusive, table), hazards: [.scan])
        step.restoresFrom = place
        step.restoresParts = false
        return step
    }
}
