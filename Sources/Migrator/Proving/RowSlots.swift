import SchemaModel

/// A value of a row that is to be inserted.
indirect enum Cell: Sendable {
    case expression(String)
    case byDefault
    /// A value that a row of another table has.
    case parent(Lookup)
    /// The value that another column of the same row has.
    case own(Int)

    struct Lookup: Sendable {
        let table: String
        let column: String
        /// All columns of the key that it refers to.
        let key: [String]
        /// Columns there that must have the value of a column here, which another foreign key has chosen.
        let fixed: [(column: String, own: Int)]
    }
}

/// Columns whose values are chosen together, and the combinations to choose from; the first is an ordinary one.
struct Slot: Sendable {
    var columns: [Int]
    var choices: [[Cell]]
    /// True when rows must differ in it.
    var isKey = false
}

/// The rows that are to be tried on one table.
struct RowPlan: Sendable {
    let table: FillCatalog.Table
    var slots: [Slot] = []
    /// Why it cannot be filled at all.
    var obstacle: String?
    /// Rows that went in, as a choice for each slot.
    var accepted: [[Int]] = []
    var refusals: [RowAttempts.Refusal] = []
    var attempts = 0
    /// True when a table that it refers to is filled after it.
    var waitsForParent = false

    /// The combinations of each slot that no row has yet.
    var uncovered: [[Int]] {
        slots.enumerated().map { place, slot in
            let seen = Set(accepted.map { $0[place] })
            return slot.isKey ? [] : slot.choices.indices.filter { !seen.contains($0) }
        }
    }

    /// How many rows give each combination of each slot once.
    var wantedRows: Int {
        let most =
            slots.map { slot in slot.isKey && slot.columns.count == 1 ? min(slot.choices.count, 20) : slot.choices.count }.max()
            ?? 1
        return min(max(most, 4), most > 40 ? 100 : 40)
    }

    /// The next row of a sequence in which each column goes through its values, out of step with the others.
    mutating func diagonal(_ row: Int) -> [Int] {
        defer { attempts += 1 }
        return slots.enumerated().map { place, slot in
            if slot.choices.isEmpty { return 0 }
            if slot.isKey { return attempts % slot.choices.count }
            return row == 0 ? 0 : (row + place * (row / max(1, slot.choices.count))) % slot.choices.count
        }
    }

    /// A row like another one, with other combinations in some slots, and new keys.
    mutating func variation(of base: [Int], _ changes: [Int: Int]) -> [Int] {
        defer { attempts += 1 }
        return slots.enumerated().map { place, slot in
            if let change = changes[place] { return change }
            return slot.isKey && !slot.choices.isEmpty ? attempts % slot.choices.count : base[place]
        }
    }

    /// - Parameter replaced: values that stand instead of those that the slots have.
    func insert(_ choice: [Int], row: Int, replaced: [Int: Cell] = [:]) -> String {
        let (names, values) = parts(choice, row: row, replaced: replaced)
        if names.isEmpty { return "INSERT INTO \(table.sql) DEFAULT VALUES" }
        return "INSERT INTO \(table.sql) (\(names.joined(separator: ", "))) OVERRIDING SYSTEM VALUE "
            + "VALUES (\(values.joined(separator: ", ")))"
    }

    func cells(_ choice: [Int]) -> [Int: Cell] {
        var cells: [Int: Cell] = [:]
        for (slot, index) in zip(slots, choice) where slot.choices.indices.contains(index) {
            for (column, cell) in zip(slot.columns, slot.choices[index]) { cells[column] = cell }
        }
        return cells
    }

    private func parts(_ choice: [Int], row: Int, replaced: [Int: Cell]) -> ([String], [String]) {
        let cells = cells(choice).merging(replaced) { _, new in new }
        var names: [String] = []
        var values: [String] = []
        for column in table.columns where !column.isGenerated {
            guard let cell = cells[column.number], let value = Self.sql(cell, cells, row: row) else { continue }
            names.append(column.sql)
            values.append(value)
        }
        return (names, values)
    }

    /// nil for a value that the server gives by itself.
    private static func sql(_ cell: Cell, _ cells: [Int: Cell], row: Int, depth: Int = 0) -> String? {
        guard depth < 6 else { return "NULL" }
        switch cell {
        case .expression(let text): return text
        case .byDefault: return nil
        case .own(let column): return cells[column].flatMap { sql($0, cells, row: row, depth: depth + 1) } ?? "NULL"
        case .parent(let lookup):
            let conditions =
                lookup.key.map { "p.\(SQL.quoted(identifier: $0)) IS NOT NULL" }
                + lookup.fixed.map { fixed in
                    let value = cells[fixed.own].flatMap { sql($0, cells, row: row, depth: depth + 1) } ?? "NULL"
                    return "p.\(SQL.quoted(identifier: fixed.column)) = \(value)"
                }
            let source = "FROM \(lookup.table) p WHERE \(conditions.joined(separator: " AND "))"
            return "(SELECT p.\(SQL.quoted(identifier: lookup.column)) \(source) ORDER BY p.tableoid, p.ctid "
                + "OFFSET \(row) % greatest((SELECT count(*) \(source)), 1) LIMIT 1)"
        }
    }
}
