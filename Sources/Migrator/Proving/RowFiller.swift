import PostgresClient
import SchemaModel

/// Fills every table of a scratch database with rows at the edges of what it accepts.
///
/// For each column, each value of ``AdversarialValues`` stands in some row as far as the server accepts it; NULL, each label of an enum and
/// each boolean are among them. The server is asked what it accepts: values first, by casts and by the expressions of checks, then
/// whole rows, each in a subtransaction. The same schema gives the same rows, except for what its own defaults and triggers make.
struct RowFiller {
    let connection: PostgresConnection
    /// Tells fills of one database apart, so that the second finds other keys.
    var pass = 0
    /// Columns that get another type, for which rows are needed that have a place in it.
    var converted = ConvertedColumns.none

    /// Fills all tables, parents first.
    func fill() async throws -> Filling {
        let catalog = try await FillCatalog.read(connection, typeNames: converted.typeNames)
        let attempts = RowAttempts(connection: connection)
        try await attempts.prepare()
        var plans = try await SlotBuilder(catalog: catalog, attempts: attempts, pass: pass, converted: converted).plans()
        let order = FillOrder(catalog.tables)
        for oid in order.waiting { plans[oid]?.waitsForParent = true }

        try await firstRows(&plans, order, attempts)
        try await missingValues(&plans, order, attempts, isSingle: false)
        try await missingValues(&plans, order, attempts, isSingle: true)
        try await lastResorts(&plans, order, attempts)

        var filling = Filling()
        let names = Dictionary(catalog.tables.map { ($0.oid, $0.id) }, uniquingKeysWith: { first, _ in first })
        for table in catalog.tables {
            guard let plan = plans[table.oid] else { continue }
            if table.isForeign {
                filling.notFilled.append(.init(table: table.id, reason: "it is a foreign table, whose rows another server has"))
            } else if plan.accepted.isEmpty {
                filling.notFilled.append(.init(table: table.id, reason: reason(plan, plans, names)))
            } else {
                filling.rows[table.id] = plan.accepted.count
            }
        }
        return filling
    }

    // MARK: rounds

    /// Rows in which every column goes through its values; tables that need each other get theirs in one statement.
    private func firstRows(_ plans: inout [UInt32: RowPlan], _ order: FillOrder, _ attempts: RowAttempts) async throws {
        var batch: [(oid: [UInt32], choices: [[Int]], sql: String)] = []
        for group in order.groups {
            guard group.count == 1, let oid = group.first else {
                for row in 0..<3 {
                    guard let (choices, sql) = together(group, row, &plans) else { break }
                    batch.append((group, choices, sql))
                }
                continue
            }
            guard var plan = plans[oid], plan.obstacle == nil, !plan.table.isForeign else { continue }
            for row in 0..<plan.wantedRows {
                let choice = plan.diagonal(row)
                batch.append(([oid], [choice], plan.insert(choice, row: row)))
            }
            plans[oid] = plan
        }
        try await run(batch, &plans, attempts)
    }

    /// Rows like one that went in, with values that no row has yet: all at once, or one by one.
    private func missingValues(
        _ plans: inout [UInt32: RowPlan], _ order: FillOrder, _ attempts: RowAttempts, isSingle: Bool
    ) async throws {
        var batch: [(oid: [UInt32], choices: [[Int]], sql: String)] = []
        for oid in order.groups.flatMap(\.self) {
            guard var plan = plans[oid], let base = plan.accepted.first, plan.accepted.count < 40 else { continue }
            let uncovered = plan.uncovered
            let room = 48 - plan.accepted.count
            if isSingle {
                let singles = uncovered.enumerated().flatMap { place, list in list.map { [place: $0] } }
                for (row, change) in singles.prefix(room).enumerated() {
                    let choice = plan.variation(of: base, change)
                    batch.append(([oid], [choice], plan.insert(choice, row: row)))
                }
            } else {
                // Other parents than the first rows had, so that a row and one that it refers to can share a third.
                let extra = plan.waitsForParent ? 4 : 0
                for row in 0..<min(room, max(extra, uncovered.map(\.count).max() ?? 0)) {
                    var change: [Int: Int] = [:]
                    for (place, list) in uncovered.enumerated() where list.indices.contains(row) { change[place] = list[row] }
                    let choice = plan.variation(of: base, change)
                    batch.append(([oid], [choice], plan.insert(choice, row: row + 1)))
                }
            }
            plans[oid] = plan
        }
        try await run(batch, &plans, attempts)
    }

    /// Tables that have no row yet: combinations at random, then with triggers and rules switched off.
    private func lastResorts(_ plans: inout [UInt32: RowPlan], _ order: FillOrder, _ attempts: RowAttempts) async throws {
        for isQuiet in [false, true] {
            var batch: [(oid: [UInt32], choices: [[Int]], sql: String)] = []
            for oid in order.groups.flatMap(\.self) {
                guard var plan = plans[oid], plan.accepted.isEmpty, plan.obstacle == nil, !plan.table.isForeign,
                    !isQuiet || plan.table.hasTriggers
                else { continue }
                var random = SplitMix(state: UInt64(oid) &* 31 &+ UInt64(pass))
                for row in 0..<(isQuiet ? 12 : 40) {
                    let choice = plan.slots.map { slot in
                        slot.choices.isEmpty ? 0 : Int(random.next() % UInt64(slot.choices.count))
                    }
                    plan.attempts += 1
                    let insert = plan.insert(row == 0 ? plan.slots.map { _ in 0 } : choice, row: row)
                    batch.append(([oid], [choice], isQuiet ? Self.quietly(insert) : insert))
                }
                plans[oid] = plan
            }
            try await run(batch, &plans, attempts)
        }
    }

    /// Without triggers and rules of the schema's own, and so without the server's look at foreign keys: their values come from the parents.
    private static func quietly(_ insert: String) -> String {
        """
        SELECT pg_catalog.set_config('session_replication_role', 'replica', true);
        \(insert);
        SELECT pg_catalog.set_config('session_replication_role', 'origin', true)
        """
    }

    private func run(
        _ batch: [(oid: [UInt32], choices: [[Int]], sql: String)], _ plans: inout [UInt32: RowPlan], _ attempts: RowAttempts
    ) async throws {
        let refusals = try await attempts.run(batch.map(\.sql))
        for (item, refusal) in zip(batch, refusals) {
            for (oid, choice) in zip(item.oid, item.choices) {
                if let refusal { plans[oid]?.refusals.append(refusal) } else { plans[oid]?.accepted.append(choice) }
            }
        }
    }

    // MARK: tables that need each other

    /// One row for each table of a cycle, in one statement: foreign keys are looked at when it ends.
    private func together(_ group: [UInt32], _ row: Int, _ plans: inout [UInt32: RowPlan]) -> ([[Int]], String)? {
        var choices: [UInt32: [Int]] = [:]
        for oid in group {
            guard var plan = plans[oid], plan.obstacle == nil else { return nil }
            choices[oid] = plan.diagonal(0)
            plans[oid] = plan
        }
        /// The values of columns that others refer to must stand in the statement.
        var known: [UInt32: [Int: Cell]] = [:]
        for oid in group {
            guard let plan = plans[oid], let choice = choices[oid] else { return nil }
            known[oid] = plan.cells(choice)
        }
        for oid in group {
            for key in plans[oid]?.table.foreignKeys ?? [] where group.contains(key.target) {
                for (number, column) in key.targetColumns.enumerated() {
                    guard let target = plans[key.target]?.table.column(column), key.columns.indices.contains(number) else {
                        return nil
                    }
                    switch known[key.target]?[column] {
                    case .expression: break
                    case .byDefault, .parent, .own, nil:
                        known[key.target]?[column] = .expression("(\(9000 + pass * 100 + row))::\(target.typeSQL)")
                    }
                }
            }
        }
        for oid in group {
            for key in plans[oid]?.table.foreignKeys ?? [] where group.contains(key.target) {
                let values = known[key.target] ?? [:]
                for (column, target) in zip(key.columns, key.targetColumns) { known[oid]?[column] = values[target] }
            }
        }
        let inserts = group.compactMap { oid in
            plans[oid]?.insert(choices[oid] ?? [], row: row, replaced: known[oid] ?? [:])
        }
        guard let last = inserts.last, inserts.count == group.count else { return nil }
        let others = inserts.dropLast().enumerated().map { "plumbline_\($0) AS (\($1))" }
        return (group.map { choices[$0] ?? [] }, "WITH \(others.joined(separator: ", ")) \(last)")
    }

    // MARK: reasons

    private func reason(_ plan: RowPlan, _ plans: [UInt32: RowPlan], _ names: [UInt32: ObjectID]) -> String {
        if let obstacle = plan.obstacle { return obstacle }
        let required = plan.table.foreignKeys.filter { key in
            key.target != plan.table.oid && key.columns.contains { plan.table.column($0)?.refusesNull == true }
        }
        if let parent = required.first(where: { plans[$0.target]?.accepted.isEmpty == true }) {
            return "\(names[parent.target].map { "\($0)" } ?? "a table"), which it refers to, has no row"
        }
        let counts = Dictionary(grouping: plan.refusals, by: \.message).mapValues(\.count)
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return most.map { "the server refused every row that was tried: \($0.key)" } ?? "no row was tried"
    }
}

/// The rows that ``RowFiller`` inserted, by table.
struct Filling: Sendable {
    struct NotFilled: Sendable, Hashable {
        let table: ObjectID
        let reason: String
    }

    /// Rows by table.
    var rows: [ObjectID: Int] = [:]
    var notFilled: [NotFilled] = []
}

/// A small generator of numbers: the same seed gives the same rows on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

/// The order in which tables are filled: parents first, and tables that cannot be filled one after the other together.
struct FillOrder {
    private(set) var groups: [[UInt32]] = []
    /// Tables that come before one that they refer to, or refer to themselves.
    private(set) var waiting: Set<UInt32> = []

    init(_ tables: [FillCatalog.Table]) {
        let known = Set(tables.map(\.oid))
        var all: [UInt32: Set<UInt32>] = [:]
        var strong: [UInt32: Set<UInt32>] = [:]
        for table in tables {
            for key in table.foreignKeys where known.contains(key.target) {
                if key.target == table.oid {
                    waiting.insert(table.oid)
                    continue
                }
                all[table.oid, default: []].insert(key.target)
                if key.columns.allSatisfy({ table.column($0)?.refusesNull == true }) {
                    strong[table.oid, default: []].insert(key.target)
                }
            }
        }
        var rest = tables.map(\.oid)
        var done: Set<UInt32> = []
        while !rest.isEmpty {
            var ready = rest.filter { (all[$0] ?? []).isSubset(of: done) }
            if ready.isEmpty, let first = rest.first(where: { (strong[$0] ?? []).isSubset(of: done) }) {
                ready = [first]
                waiting.insert(first)
            }
            if ready.isEmpty {
                let cycle = Self.cycle(in: rest, strong)
                groups.append(cycle)
                done.formUnion(cycle)
                waiting.formUnion(cycle)
            } else {
                groups += ready.map { [$0] }
                done.formUnion(ready)
            }
            rest.removeAll(where: done.contains)
        }
    }

    /// A smallest set of tables that need each other, and nothing else that is not there yet.
    private static func cycle(in rest: [UInt32], _ edges: [UInt32: Set<UInt32>]) -> [UInt32] {
        let open = Set(rest)
        func reachable(_ start: UInt32) -> Set<UInt32> {
            var found: Set<UInt32> = []
            var next = [start]
            while let one = next.popLast() {
                for target in (edges[one] ?? []).intersection(open) where found.insert(target).inserted { next.append(target) }
            }
            return found
        }
        let sets = rest.map { ($0, reachable($0)) }.filter { $0.1.contains($0.0) }
        guard let least = sets.min(by: { $0.1.count < $1.1.count }) else { return rest }
        return rest.filter(least.1.contains)
    }
}
