import SchemaModel

/// Columns that get another type, and enums that lose or reorder labels, on tables that clients go on using.
///
/// PostgreSQL would rewrite such a table under ACCESS EXCLUSIVE. Instead a new column is made beside the old one, and a new type
/// beside the old type; a trigger and a fill in batches keep the new column in step; indexes and constraints are made on it; then one
/// short transaction drops the old and gives the new its name. ``OnlineRewriteSteps`` has the steps.
struct OnlineRewrites: Sendable {
    /// The tables that are exchanged in one transaction: those that foreign keys or a type tie together.
    struct Unit: Sendable {
        var columns: Set<ObjectID>
        var types: Set<ObjectID>
        /// Indexes and constraints that are made on the new columns beforehand.
        var parts: Set<ObjectID>
        /// The object whose action in the plan stands for all of it.
        var anchor: ObjectID

        var tables: [ObjectID] { Set(columns.compactMap(\.parent)).sorted() }
        var touched: Set<ObjectID> { columns.union(types) }
    }

    private(set) var units: [Unit] = []
    /// The columns and types that are changed in place all the same, and why.
    private(set) var refused: [ObjectID: String] = [:]

    init() {}

    /// - Parameter isPrepared: whether the words for the new columns must be known.
    init(from: CatalogState, to: CatalogState, options: PlanOptions, isPrepared: Bool = true) {
        guard let online = options.online else { return }
        guard !isPrepared || online.prepared != nil else { return }
        var search = OnlineRewriteSearch(from: from, to: to, tables: online.tables)
        search.run()
        refused = search.refused
        units = search.units.filter { unit in
            !isPrepared || unit.parts.union(unit.columns.map(Self.temporary)).allSatisfy { online.prepared?[$0] != nil }
        }
    }

    func unit(of id: ObjectID) -> Unit? {
        units.first { $0.columns.contains(id) || $0.types.contains(id) }
    }

    /// The new column or type, under the name that it has until the exchange.
    static func temporary(_ id: ObjectID) -> ObjectID {
        if let table = id.parent { return .column(TemporaryName.of(id.name), of: table) }
        return ObjectID(id.kind, schema: id.schema, TemporaryName.of(id.name))
    }

    /// The statements that give the columns and types of a copy of the target the names that they have until the exchange.
    var renames: [String] {
        units.flatMap { unit in
            unit.types.sorted().map { "ALTER TYPE \($0.sql) RENAME TO \(SQL.identifier(Self.temporary($0).name))" }
                + unit.columns.sorted().map {
                    "ALTER TABLE \($0.parent?.sql ?? "") RENAME COLUMN \(SQL.identifier($0.name)) TO "
                        + SQL.identifier(Self.temporary($0).name)
                }
        }
    }

    // MARK: Change set

    /// Drops what else stands on the old columns in the transaction of the exchange, and creates it again.
    func replaceDependents(_ changes: inout ChangeSet) {
        for unit in units {
            for id in unit.touched.sorted() {
                for dependent in changes.from.dependents(of: id) where OnlineRewriteSearch.replacedKinds.contains(dependent.kind)
                {
                    guard changes.to[dependent] != nil else { continue }
                    changes.replace(dependent, because: "it depends on \(id), which is exchanged for a new one")
                }
            }
        }
    }

    /// Leaves to the exchange what it does itself.
    func takeOver(_ changes: inout ChangeSet) {
        for unit in units {
            let kept = changes.alters[unit.anchor]
            let notNulls = unit.columns.flatMap { column in
                [changes.from, changes.to].compactMap { NotNullConstraint.of(column, in: $0)?.id }
            }
            for part in unit.parts.union(unit.columns).union(notNulls) {
                for id in changes.from.family(of: part) + changes.to.family(of: part) { changes.release(id) }
            }
            for type in unit.types where type != unit.anchor { changes.release(type) }
            if let kept { changes.keep(kept) }
        }
    }

    /// Orders all that concerns the columns and types around the exchange.
    func addEdges(_ id: ObjectID, _ verb: Step.Verb, _ edges: inout EdgeBuilder) {
        guard verb == .alter, let unit = unit(of: id), unit.anchor == id else { return }
        // A migration that was broken off may have left the trigger of another exchange.
        for table in unit.tables { edges.after(edges.removal(of: .trigger(TemporaryName.trigger, on: table))) }
        func isConcerned(_ id: ObjectID, in state: CatalogState) -> Bool {
            guard !unit.touched.contains(id), let fact = state[id] else { return false }
            return id.parent.map(unit.touched.contains) == true || !fact.dependencies.isDisjoint(with: unit.touched)
        }
        for (id, node) in edges.graph.removal where isConcerned(id, in: edges.from) { edges.add(node, edges.node) }
        for (id, node) in edges.graph.creation where isConcerned(id, in: edges.to) { edges.add(edges.node, node) }
        for (id, node) in edges.graph.alteration where isConcerned(id, in: edges.to) { edges.add(edges.node, node) }
        let own = unit.touched.union(unit.parts)
        let all = own.union(unit.columns.map { .columnDefault(of: $0) })
        for part in all {
            for need in edges.to[part]?.dependencies ?? [] where !own.contains(need) { edges.after(edges.creation(of: need)) }
            for need in edges.from[part]?.dependencies ?? [] where !own.contains(need) { edges.before(edges.removal(of: need)) }
        }
    }

    // MARK: Steps

    /// The steps of a unit at its anchor; nil for what is no part of one.
    static func steps(of id: ObjectID, _ context: PlanContext) -> [Step]? {
        guard let unit = context.rewrites.unit(of: id), let prepared = context.options.online?.prepared else { return nil }
        return unit.anchor == id ? OnlineRewriteSteps(unit, prepared, context).all : []
    }

    /// Lets what prepares for an exchange come before the transaction of the exchange: what is dropped there is away only briefly.
    static func moveForward(_ steps: inout [Step], _ context: PlanContext) {
        for unit in context.rewrites.units {
            guard let start = steps.firstIndex(where: { $0.preparesFor == unit.anchor }),
                let end = steps.lastIndex(where: { $0.preparesFor == unit.anchor })
            else { continue }
            let needed = unit.touched.union(unit.parts).reduce(into: Set<ObjectID>()) {
                $0.formUnion(context.to[$1]?.dependencies ?? [])
            }
            var target = start
            for place in steps[..<start].indices.reversed() {
                let step = steps[place]
                if step.verb == .drop, unit.tables.contains(where: { step.object == .trigger(TemporaryName.trigger, on: $0) }) {
                    break
                }
                if step.verb != .drop, needed.contains(where: { $0 == step.object || $0.isInside(step.object) }) { break }
                if step.verb == .drop, context.created.contains(step.object) || context.rewrites.isExchanged(step.object) {
                    target = place
                }
            }
            guard target < start else { continue }
            let moved = Array(steps[start...end])
            steps.removeSubrange(start...end)
            steps.insert(contentsOf: moved, at: target)
        }
    }

    private func isExchanged(_ id: ObjectID) -> Bool { units.contains { $0.parts.contains(id) } }
}
