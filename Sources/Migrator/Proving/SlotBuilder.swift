import PostgresClient
import SchemaModel

/// Finds out for each table which values its columns can have, together where checks, foreign keys and partitions tie them together.
struct SlotBuilder {
    let catalog: FillCatalog
    let attempts: RowAttempts
    let pass: Int
    let converted: ConvertedColumns

    func plans() async throws -> [UInt32: RowPlan] {
        let values = try await acceptedValues()
        var plans: [UInt32: RowPlan] = [:]
        for table in catalog.tables { plans[table.oid] = plan(table, values[table.oid] ?? [:]) }
        try await applyChecks(&plans)
        return plans
    }

    // MARK: values

    /// The values that the type of each column accepts, in order.
    private func acceptedValues() async throws -> [UInt32: [Int: [String]]] {
        let source = AdversarialValues(types: catalog.types)
        var candidates: [(table: UInt32, column: FillCatalog.Column, values: [String])] = []
        for table in catalog.tables where !table.isForeign {
            let bounds = PartitionBounds(table).values
            for column in table.columns where !column.isGenerated {
                let hints = ExpressionHints(table.checks.filter { $0.columns.contains(column.number) }.map(\.expression))
                var values = (bounds[column.number] ?? []).map { "\(SQL.literal($0))::\(column.typeSQL)" }
                values += source.values(of: column.type, modifier: column.modifier, hints: hints)
                let isKey = table.keys.contains { $0.contains(column.number) }
                if isKey {
                    let series = (0..<44).compactMap {
                        source.distinct(column.type, modifier: column.modifier, number: $0 + pass * 1000, hints: hints)
                    }
                    // Keys of a second fill must not meet those of the first; extremes would.
                    values =
                        pass == 0
                        ? Array(values.prefix(1)) + series.prefix(4) + values.dropFirst() + series.dropFirst(4) : series + values
                }
                values = try await convertible(column, of: table, isKey: isKey, source) + values
                var seen: Set<String> = []
                candidates.append((table.oid, column, values.filter { seen.insert($0).inserted }))
            }
        }
        var questions: [String: Bool] = [:]
        func question(_ value: String, _ column: FillCatalog.Column) -> String { "SELECT (\(value))::\(column.typeSQL)" }
        for (_, column, values) in candidates { for value in values { questions[question(value, column)] = true } }
        let asked = questions.keys.sorted()
        for (sql, refusal) in zip(asked, try await attempts.run(asked)) where refusal != nil { questions[sql] = false }
        var result: [UInt32: [Int: [String]]] = [:]
        for (table, column, values) in candidates {
            result[table, default: [:]][column.number] = values.filter { questions[question($0, column)] == true }
        }
        return result
    }

    /// The values that have a place in the type that a column will have: as far as the server can tell from the value alone.
    private func convertible(
        _ column: FillCatalog.Column, of table: FillCatalog.Table, isKey: Bool, _ source: AdversarialValues
    ) async throws -> [String] {
        guard let conversion = converted[.column(column.name, of: table.id)],
            let type = catalog.types.values.first(where: { $0.sql == conversion.typeName })
        else { return [] }
        let series = (0..<44).map { $0 + pass * 1000 }
        var values =
            isKey
            ? series.compactMap { source.distinct(type.oid, modifier: conversion.modifier, number: $0) }
            : source.values(of: type.oid, modifier: conversion.modifier)
        // A text may have to be a number, or the text of a UUID.
        if conversion.using != nil, type.category == "S" {
            values += series.map { SQL.literal(String($0 + 1)) }
            values += series.map { "pg_catalog.md5('\($0)')::pg_catalog.uuid::text" }
        }
        values = values.map { conversion.value(from: $0, as: column.typeSQL) }
        let questions = values.compactMap(conversion.question)
        guard questions.count == values.count else { return values }
        let answers = try await attempts.run(questions)
        // An expression over other columns can be asked only of rows.
        guard !answers.allSatisfy({ $0?.state == SQLState.undefinedColumn.rawValue }) else { return values }
        return zip(values, answers).filter { $0.1 == nil }.map(\.0)
    }

    // MARK: slots

    private func plan(_ table: FillCatalog.Table, _ values: [Int: [String]]) -> RowPlan {
        var plan = RowPlan(table: table)
        var taken: Set<Int> = []
        // A reference to the table itself comes last: its first row has nothing to take a shared column's value from.
        let keys = table.foreignKeys.sorted {
            ($0.target == table.oid ? 1 : 0, -$0.columns.count, $0.name) < (
                $1.target == table.oid ? 1 : 0, -$1.columns.count, $1.name
            )
        }
        for key in keys {
            guard let slot = slot(key, table, taken, values) else { continue }
            taken.formUnion(slot.columns)
            plan.slots.append(slot)
        }
        if let slot = PartitionBounds(table).slot(without: taken, values) {
            taken.formUnion(slot.columns)
            plan.slots.append(slot)
        }
        for column in table.columns where !taken.contains(column.number) && !column.isGenerated {
            if column.isNumbered {
                plan.slots.append(Slot(columns: [column.number], choices: [[.byDefault]]))
                continue
            }
            var choices = (values[column.number] ?? []).map { [Cell.expression($0)] }
            if column.defaultValue != nil { choices.insert([.byDefault], at: min(1, choices.count)) }
            if !column.refusesNull { choices.append([.expression("NULL")]) }
            if choices.isEmpty {
                plan.obstacle = "no value is known for column \(column.name) of type \(column.typeSQL)"
            }
            let isKey = table.keys.contains { $0.contains(column.number) }
            plan.slots.append(Slot(columns: [column.number], choices: choices, isKey: isKey))
        }
        return plan
    }

    private func slot(
        _ key: FillCatalog.ForeignKey, _ table: FillCatalog.Table, _ taken: Set<Int>, _ values: [Int: [String]]
    ) -> Slot? {
        let pairs = zip(key.columns, key.targetNames).filter { !taken.contains($0.0) }
        guard !pairs.isEmpty else { return nil }
        let fixed = zip(key.columns, key.targetNames).filter { taken.contains($0.0) }.map { (column: $0.1, own: $0.0) }
        let lookups = pairs.map { pair in
            Cell.parent(.init(table: key.targetSQL, column: pair.1, key: key.targetNames, fixed: fixed))
        }
        var choices = [lookups]
        if key.target == table.oid {
            let own = zip(key.columns, key.targetColumns).filter { !taken.contains($0.0) }.map { Cell.own($0.1) }
            let isNumbered = key.targetColumns.contains { table.column($0)?.isNumbered == true }
            // A row that refers to itself needs a value of its own that is known beforehand.
            if isNumbered {
                choices = [lookups.map { $0 }]
            } else {
                choices.append(own)
            }
            if pairs.allSatisfy({ table.column($0.0)?.refusesNull == true }), !isNumbered { choices = [own, lookups] }
        }
        let canBeNull = pairs.contains { table.column($0.0)?.refusesNull == false }
        if canBeNull {
            choices.append(
                zip(pairs, lookups).map { pair, lookup in
                    table.column(pair.0)?.refusesNull == false ? .expression("NULL") : lookup
                })
        }
        return Slot(columns: pairs.map(\.0), choices: choices)
    }

    // MARK: checks

    private struct Group {
        let table: UInt32
        let places: [Int]
        let combinations: [[Int]]
    }

    /// Keeps the values, and the combinations of values, that satisfy the checks; slots that a check ties together become one.
    private func applyChecks(_ plans: inout [UInt32: RowPlan]) async throws {
        var groups: [Group] = []
        var questions: [String] = []
        for table in catalog.tables {
            guard let plan = plans[table.oid] else { continue }
            for places in tied(plan) {
                let checks = table.checks.filter { check in
                    !check.columns.isEmpty
                        && plan.slots.indices.contains { place in
                            places.contains(place) && plan.slots[place].columns.contains(where: check.columns.contains)
                        }
                }.filter { check in check.columns.allSatisfy { table.column($0)?.isGenerated == false } }
                guard !checks.isEmpty else { continue }
                let combinations = combinations(places.map { plan.slots[$0].choices.count }, seed: UInt64(table.name.utf8.count))
                groups.append(Group(table: table.oid, places: places, combinations: combinations))
                questions += combinations.map { question(plan, places, $0, checks) }
            }
        }
        let refusals = try await attempts.run(questions)
        var start = 0
        var merged: [UInt32: [(places: [Int], slot: Slot)]] = [:]
        for group in groups {
            let answers = refusals[start..<(start + group.combinations.count)]
            start += group.combinations.count
            let good = zip(group.combinations, answers).filter { $0.1 == nil }.map(\.0)
            guard let plan = plans[group.table], !good.isEmpty else { continue }
            let slots = group.places.map { plan.slots[$0] }
            let chosen = slots.count == 1 ? good : spread(good, limit: 24)
            let slot = Slot(
                columns: slots.flatMap(\.columns),
                choices: chosen.map { combination in zip(slots, combination).flatMap { $0.choices[$1] } },
                isKey: slots.contains(where: \.isKey))
            merged[group.table, default: []].append((group.places, slot))
        }
        for (oid, list) in merged {
            guard var plan = plans[oid] else { continue }
            let gone = Set(list.flatMap(\.places))
            plan.slots = plan.slots.enumerated().filter { !gone.contains($0.offset) }.map(\.element) + list.map(\.slot)
            plans[oid] = plan
        }
    }

    /// The slots that checks tie together, each set once; a slot that only checks of its own are about is alone.
    private func tied(_ plan: RowPlan) -> [[Int]] {
        var sets = plan.slots.indices.map { Set([$0]) }
        for check in plan.table.checks {
            let places = Set(plan.slots.indices.filter { plan.slots[$0].columns.contains(where: check.columns.contains) })
            let touched = sets.filter { !$0.isDisjoint(with: places) }
            guard touched.count > 1 else { continue }
            sets.removeAll { !$0.isDisjoint(with: places) }
            sets.append(touched.reduce(into: []) { $0.formUnion($1) })
        }
        return sets.map { $0.sorted() }
    }

    /// All combinations, or as many of them as are worth asking for.
    private func combinations(_ counts: [Int], seed: UInt64) -> [[Int]] {
        guard counts.allSatisfy({ $0 > 0 }) else { return [] }
        if counts.count == 1 { return (0..<counts[0]).map { [$0] } }
        var size = 1
        for count in counts where size <= 400 { size *= count }
        if size <= 400 {
            return (0..<size).map { number in
                var rest = number
                return counts.map { count in
                    defer { rest /= count }
                    return rest % count
                }
            }
        }
        var random = SplitMix(state: seed)
        let steps = (0..<(counts.max() ?? 1)).map { row in counts.enumerated().map { (row + $0) % $1 } }
        // NULL comes last; checks on several columns are often about which of them are NULL.
        let few = (0..<250).map { _ in
            counts.map { count in
                switch random.next() % 4 {
                case 0: count - 1
                case 1: 0
                default: Int(random.next() % UInt64(count))
                }
            }
        }
        var seen: Set<[Int]> = []
        return (steps.prefix(40) + few).filter { seen.insert($0).inserted }
    }

    /// Combinations that have as many different values as a few can have.
    private func spread(_ combinations: [[Int]], limit: Int) -> [[Int]] {
        var seen: Set<[Int]> = []
        var chosen: [[Int]] = []
        var others: [[Int]] = []
        for combination in combinations {
            let isNew = combination.enumerated().contains { !seen.contains([$0, $1]) }
            if isNew, chosen.count < limit {
                chosen.append(combination)
                for (place, index) in combination.enumerated() { seen.insert([place, index]) }
            } else {
                others.append(combination)
            }
        }
        return chosen + others.prefix(max(0, 8 - chosen.count))
    }

    private func question(_ plan: RowPlan, _ places: [Int], _ combination: [Int], _ checks: [FillCatalog.Check]) -> String {
        var columns: [String] = []
        for (place, index) in zip(places, combination) {
            for (number, cell) in zip(plan.slots[place].columns, plan.slots[place].choices[index]) {
                guard let column = plan.table.column(number) else { continue }
                columns.append("(\(standIn(cell, column)))::\(column.typeSQL) AS \(column.sql)")
            }
        }
        let conditions = checks.map { "coalesce((\($0.expression)), true)" }.joined(separator: " AND ")
        return "SELECT 1 FROM (SELECT \(columns.joined(separator: ", "))) AS t WHERE \(conditions)"
    }

    /// A placeholder for a value before there are rows to take it from.
    private func standIn(_ cell: Cell, _ column: FillCatalog.Column) -> String {
        switch cell {
        case .expression(let text): return text
        case .byDefault where column.defaultValue?.contains("nextval(") == false: return column.defaultValue ?? "NULL"
        case .byDefault, .parent, .own:
            let source = AdversarialValues(types: catalog.types)
            return source.distinct(column.type, modifier: column.modifier, number: column.number)
                ?? source.values(of: column.type, modifier: column.modifier).first ?? "NULL"
        }
    }
}
